import { operation, orgRoute } from '@/lib/http'
import { leaveOrganization } from '@/lib/members'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  POST: operation({ run: ({ ctx }) => leaveOrganization(ctx) }),
})
