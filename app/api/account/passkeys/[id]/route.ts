import { removePasskey } from '@/lib/accounts/passkeys'
import { operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  DELETE: operation({
    summary: 'Remove a passkey',
    description: 'The last way into an account cannot be removed.',
    errors: ['reauth_required', 'last_way_in'],
    run: async ({ ctx, params }) => {
      await removePasskey(ctx, params.id!)
    },
  }),
})
