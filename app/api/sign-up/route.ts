import { signUp } from '@/lib/accounts/commands'
import { acceptedJsonSchema, signUpSchema } from '@/lib/accounts/schema'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    summary: 'Sign up',
    description:
      'Mails a link to verify the address. The answer is the same whether or not the address has an account.',
    body: signUpSchema,
    response: acceptedJsonSchema,
    errors: ['rate_limited'],
    status: 202,
    run: async ({ body, request }) => {
      await signUp(body, request.headers)
      return { status: 'accepted' as const }
    },
  }),
})
