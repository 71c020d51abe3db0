import { operation, userRoute } from '@/lib/http'
import { acceptInvitation } from '@/lib/invitations/answer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({ run: async ({ ctx, params }) => ({ organization: await acceptInvitation(params.token!, ctx) }) }),
})
