import { operation, orgRoute } from '@/lib/http'
import { listMembers, listMembersSchema, toMemberJson } from '@/lib/members'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    query: listMembersSchema,
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listMembers(ctx, query)
      return { data: data.map(toMemberJson), next_cursor: nextCursor }
    },
  }),
})
