import { sessionHeaders } from '@/lib/accounts/browser-session'
import { finishSignIn } from '@/lib/accounts/second-step'
import { signedInJsonSchema } from '@/lib/accounts/schema'
import { secondFactorSchema } from '@/lib/auth/second-factor'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    summary: 'Finish a sign-in with the second factor',
    description:
      'After a sign-in that answered `401 second_factor_pending`, with the cookie that it set. Send one proof. The answer sets the session cookie.',
    body: secondFactorSchema,
    response: signedInJsonSchema,
    errors: ['invalid_credentials', 'rate_limited', 'unauthenticated'],
    run: async ({ body, request }) => {
      const { ctx, codesLeft } = await finishSignIn(body, request.headers)
      const answer = { user_id: ctx.userId, recovery_codes_left: codesLeft }
      return Response.json(answer, { headers: await sessionHeaders(ctx, request.headers) })
    },
  }),
})
