import { changePassword, removePassword } from '@/lib/accounts/password'
import { changePasswordSchema } from '@/lib/accounts/schema'
import { keptResponse, operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  PUT: operation({
    summary: 'Change my password',
    description:
      'By the current one or a recent sign-in; in an account with a second factor it takes the recent sign-in. All other sessions end, and the answer replaces the cookie of this one.',
    body: changePasswordSchema,
    errors: ['reauth_required', 'rate_limited', 'conflict'],
    run: async ({ ctx, body, request }) => keptResponse(await changePassword(ctx, body, request.headers)),
  }),
  DELETE: operation({
    summary: 'Remove my password',
    description:
      'Where there is another way to sign in. All other sessions end, and the answer replaces the cookie of this one.',
    errors: ['reauth_required', 'not_found', 'last_way_in'],
    run: async ({ ctx }) => keptResponse(await removePassword(ctx)),
  }),
})
