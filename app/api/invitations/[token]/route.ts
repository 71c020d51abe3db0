import { operation, publicRoute } from '@/lib/http'
import { previewInvitation, previewJsonSchema } from '@/lib/invitations/answer'
import { maskEmail } from '@/lib/invitations/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Preview an invitation',
    description: 'What the holder of the link may know. Changes nothing.',
    response: previewJsonSchema,
    errors: ['rate_limited', 'organization_deleted'],
    run: async ({ params, request }) => {
      const { organization, inviter, role, email, state } = await previewInvitation(params.token!, request.headers)
      return { organization_name: organization, inviter_name: inviter, role, email: maskEmail(email), state }
    },
  }),
})
