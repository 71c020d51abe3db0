import { operation, userRoute } from '@/lib/http'
import { declineInvitation, endedCodes } from '@/lib/invitations/answer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    summary: 'Decline an invitation',
    description: 'As the invited address only.',
    errors: ['wrong_account', 'email_unverified', 'organization_deleted', 'rate_limited', ...endedCodes],
    run: async ({ ctx, params }) => {
      await declineInvitation(params.token!, ctx)
    },
  }),
})
