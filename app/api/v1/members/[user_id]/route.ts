import { operation, orgRoute } from '@/lib/http'
import { changeRole, removeMember } from '@/lib/members/commands'
import { toMemberJson, memberJsonSchema, changeRoleSchema } from '@/lib/members/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  PATCH: operation({
    summary: 'Change the role of a member',
    description: 'A role with permissions that the caller lacks can be neither given nor taken.',
    permission: 'org:members:write',
    body: changeRoleSchema,
    response: memberJsonSchema,
    errors: ['last_owner', 'reauth_required'],
    run: async ({ ctx, params, body }) => toMemberJson(await changeRole(ctx, params.user_id!, body)),
  }),
  DELETE: operation({
    summary: 'Remove a member',
    permission: 'org:members:write',
    errors: ['last_owner'],
    run: async ({ ctx, params }) => {
      await removeMember(ctx, params.user_id!)
    },
  }),
})
