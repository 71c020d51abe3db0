import { operation, orgRoute } from '@/lib/http'
import { changeRole, changeRoleSchema, removeMember, toMemberJson } from '@/lib/members'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  PATCH: operation({
    body: changeRoleSchema,
    run: async ({ ctx, params, body }) => toMemberJson(await changeRole(ctx, params.user_id!, body)),
  }),
  DELETE: operation({ run: ({ ctx, params }) => removeMember(ctx, params.user_id!) }),
})
