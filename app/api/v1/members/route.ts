import { operation, orgRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'
import { listMembers } from '@/lib/members/queries'
import { toMemberJson, memberJsonSchema, listMembersSchema } from '@/lib/members/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'List members',
    permission: 'org:members:read',
    query: listMembersSchema,
    response: pageSchema(memberJsonSchema),
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listMembers(ctx, query)
      return { data: data.map(toMemberJson), next_cursor: nextCursor }
    },
  }),
})
