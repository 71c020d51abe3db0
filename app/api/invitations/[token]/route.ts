import { operation, publicRoute } from '@/lib/http'
import { maskEmail, previewInvitation } from '@/lib/invitations/answer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    run: async ({ params, request }) => {
      const { organization, inviter, role, email, state } = await previewInvitation(params.token!, request.headers)
      return { organization_name: organization, inviter_name: inviter, role, email: maskEmail(email), state }
    },
  }),
})
