import { operation, orgRoute } from '@/lib/http'
import { acceptTransfer } from '@/lib/organizations/transfer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  POST: operation({
    summary: 'Accept the ownership',
    description: 'As the member to whom it was offered. The person who offered it becomes an admin.',
    permission: 'any',
    errors: ['insufficient_permissions', 'reauth_required', 'transfer_ended'],
    run: ({ ctx }) => acceptTransfer(ctx),
  }),
})
