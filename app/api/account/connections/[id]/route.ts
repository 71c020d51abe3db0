import { removeConnection } from '@/lib/accounts/my-connections'
import { operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  DELETE: operation({
    summary: 'Remove a connected account',
    description: 'Signing in with it stops working. The last way to sign in cannot be removed.',
    errors: ['reauth_required', 'not_found', 'last_way_in'],
    run: async ({ ctx, params }) => {
      await removeConnection(ctx, params.id!)
    },
  }),
})
