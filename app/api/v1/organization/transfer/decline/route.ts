import { operation, orgRoute } from '@/lib/http'
import { declineTransfer } from '@/lib/organizations/transfer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  POST: operation({
    summary: 'Decline the ownership',
    permission: 'any',
    errors: ['insufficient_permissions', 'transfer_ended'],
    run: ({ ctx }) => declineTransfer(ctx),
  }),
})
