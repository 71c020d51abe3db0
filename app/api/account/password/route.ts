import { changePassword } from '@/lib/accounts/password'
import { changePasswordSchema } from '@/lib/accounts/schema'
import { operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  PUT: operation({
    summary: 'Change my password',
    description: 'By the current one or a recent sign-in. All other sessions end.',
    body: changePasswordSchema,
    errors: ['reauth_required', 'rate_limited', 'conflict'],
    run: ({ ctx, body, request }) => changePassword(ctx, body, request.headers),
  }),
})
