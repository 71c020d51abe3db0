import { operation, orgRoute } from '@/lib/http'
import { getMe, meJsonSchema } from '@/lib/members/me'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Get the caller',
    description: 'The claims of the token as the server sees them now.',
    permission: 'any',
    response: meJsonSchema,
    run: ({ ctx }) => getMe(ctx),
  }),
})
