import { confirmSchema, confirmSignIn } from '@/lib/auth/step-up'
import { operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    summary: 'Confirm the sign-in',
    description: 'With the password: sensitive calls are then allowed for ten minutes.',
    errors: ['invalid_credentials', 'rate_limited'],
    body: confirmSchema,
    run: ({ ctx, body, request }) => confirmSignIn(ctx, body.password, request.headers),
  }),
})
