import { operation, userRoute } from '@/lib/http'
import { acceptInvitation, endedCodes, joinedJsonSchema } from '@/lib/invitations/answer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    summary: 'Accept an invitation',
    description: 'As the invited address only.',
    response: joinedJsonSchema,
    errors: [
      'wrong_account',
      'email_unverified',
      'already_member',
      'already_member_elsewhere',
      'organization_deleted',
      'rate_limited',
      ...endedCodes,
    ],
    run: async ({ ctx, params }) => ({ organization: await acceptInvitation(params.token!, ctx) }),
  }),
})
