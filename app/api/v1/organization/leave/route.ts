import { operation, orgRoute } from '@/lib/http'
import { leaveOrganization } from '@/lib/members/commands'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  POST: operation({
    summary: 'Leave the organization',
    permission: 'any',
    errors: ['last_owner', 'insufficient_permissions'],
    run: async ({ ctx }) => {
      await leaveOrganization(ctx)
    },
  }),
})
