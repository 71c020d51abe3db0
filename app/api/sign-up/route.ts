import { signUp, signUpSchema } from '@/lib/auth/accounts'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    body: signUpSchema,
    status: 202,
    run: async ({ body, request }) => {
      await signUp(body, request.headers)
      return { status: 'accepted' }
    },
  }),
})
