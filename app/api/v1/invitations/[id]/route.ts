import { operation, orgRoute } from '@/lib/http'
import { endedCodes } from '@/lib/invitations/answer'
import { revokeInvitation } from '@/lib/invitations/manage'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  DELETE: operation({
    summary: 'Revoke an invitation',
    permission: 'org:invitations:write',
    errors: [...endedCodes],
    run: ({ ctx, params }) => revokeInvitation(ctx, params.id!),
  }),
})
