// The exports of the page: of the organization in its address, where the API's are of the token or the session.
import { z } from 'zod'
import { auditFilterSchema } from '@/lib/audit-log/schema'
import { exportAuditEvents } from '@/lib/audit-log/export'
import { operation, userRoute } from '@/lib/http'

const querySchema = auditFilterSchema.extend({ format: z.enum(['csv', 'json']) })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    query: querySchema,
    run: ({ ctx, params, query: { format, ...filter } }) =>
      exportAuditEvents({ ...ctx, organization: params.slug!, tokenId: null }, filter, format),
  }),
})
