import { operation, orgRoute } from '@/lib/http'
import { revokeInvitation } from '@/lib/invitations/manage'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  DELETE: operation({ run: ({ ctx, params }) => revokeInvitation(ctx, params.id!) }),
})
