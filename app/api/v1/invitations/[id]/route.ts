import { operation, orgRoute } from '@/lib/http'
import { endedCodes } from '@/lib/invitations/answer'
import { revokeInvitation } from '@/lib/invitations/commands'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  DELETE: operation({
    summary: 'Revoke an invitation',
    description: 'Its link stops working at once, and a mail that has not gone out yet is not sent.',
    permission: 'org:invitations:write',
    errors: [...endedCodes],
    run: async ({ ctx, params }) => {
      await revokeInvitation(ctx, params.id!)
    },
  }),
})
