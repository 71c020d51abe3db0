import { operation, orgRoute } from '@/lib/http'
import { getMe } from '@/lib/me'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({ run: ({ ctx }) => getMe(ctx) }),
})
