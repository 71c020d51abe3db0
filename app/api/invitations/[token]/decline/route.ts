import { operation, userRoute } from '@/lib/http'
import { declineInvitation } from '@/lib/invitations/answer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({ run: ({ ctx, params }) => declineInvitation(params.token!, ctx) }),
})
