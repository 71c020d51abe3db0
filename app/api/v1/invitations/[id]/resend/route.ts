import { operation, orgRoute } from '@/lib/http'
import { endedCodes } from '@/lib/invitations/answer'
import { invitationJsonSchema, toInvitationJson } from '@/lib/invitations/schema'
import { resendInvitation } from '@/lib/invitations/commands'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  POST: operation({
    summary: 'Resend an invitation',
    description: 'Ends the old link and mails a new one, good for as long again as a fresh invitation.',
    permission: 'org:invitations:write',
    response: invitationJsonSchema,
    errors: ['rate_limited', ...endedCodes],
    run: async ({ ctx, params }) => toInvitationJson(await resendInvitation(ctx, params.id!)),
  }),
})
