import { z } from 'zod'
import { verifyEmailSchema } from '@/lib/accounts/schema'
import { verifyEmail } from '@/lib/accounts/verification'
import { findContext, operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    summary: 'Verify an email address',
    description:
      'In a session of the sign-up that the link was mailed for; elsewhere it takes the password of that sign-up. A change of address ends all other sessions of the person.',
    body: verifyEmailSchema,
    response: z.object({ status: z.literal('verified') }),
    errors: ['link_expired', 'password_required', 'rate_limited', 'conflict'],
    run: async ({ body, request }) => {
      await verifyEmail(body, await findContext(request), request.headers)
      return { status: 'verified' as const }
    },
  }),
})
