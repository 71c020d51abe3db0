import { confirmSchema, confirmSignIn } from '@/lib/auth/step-up'
import { operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    summary: 'Confirm the sign-in',
    description:
      'Sensitive calls are then allowed for ten minutes. Send one proof: the password, or in an account with a second factor that one.',
    errors: ['invalid_credentials', 'rate_limited'],
    body: confirmSchema,
    run: ({ ctx, body, request }) => confirmSignIn(ctx, body, request.headers),
  }),
})
