import { z } from 'zod'
import { verifyEmail } from '@/lib/accounts/commands'
import { tokenSchema } from '@/lib/accounts/schema'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    summary: 'Verify an email address',
    body: tokenSchema,
    response: z.object({ status: z.literal('verified') }),
    errors: ['link_expired'],
    run: async ({ body }) => {
      await verifyEmail(body.token)
      return { status: 'verified' as const }
    },
  }),
})
