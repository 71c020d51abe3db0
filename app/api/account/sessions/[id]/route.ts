import { endMySession } from '@/lib/accounts/my-sessions'
import { operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  DELETE: operation({
    summary: 'End a session',
    description: 'Its cookie and organization tokens stop working at once.',
    errors: ['reauth_required'],
    run: async ({ ctx, params }) => {
      await endMySession(ctx, params.id!)
    },
  }),
})
