import { operation, orgRoute } from '@/lib/http'
import { toInvitationJson } from '@/lib/invitations/invitation'
import { resendInvitation } from '@/lib/invitations/manage'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  POST: operation({ run: async ({ ctx, params }) => toInvitationJson(await resendInvitation(ctx, params.id!)) }),
})
