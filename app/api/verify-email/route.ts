import { z } from 'zod'
import { verifyEmailSchema } from '@/lib/accounts/schema'
import { verifyEmail } from '@/lib/accounts/verification'
import { findContext, keptResponse, operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    summary: 'Verify an email address',
    description:
      'In a session of the sign-up that the link was mailed for; elsewhere it takes the password of that sign-up. A change of address ends all other sessions of the person, and the answer replaces the cookie of this one.',
    body: verifyEmailSchema,
    response: z.object({ status: z.literal('verified') }),
    errors: ['link_expired', 'password_required', 'rate_limited', 'conflict'],
    run: async ({ body, request }) => {
      const { kept } = await verifyEmail(body, await findContext(request), request.headers)
      return kept ? keptResponse(kept, { status: 'verified' }) : { status: 'verified' as const }
    },
  }),
})
