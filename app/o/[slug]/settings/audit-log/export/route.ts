// The exports of the page, for the organization in the URL. Those of the API are for the organization of the token or session.
import { z } from 'zod'
import { auditFilterSchema } from '@/lib/audit-log/schema'
import { exportAuditEvents } from '@/lib/audit-log/export'
import { operation, userRoute } from '@/lib/http'

const querySchema = auditFilterSchema.extend({ format: z.enum(['csv', 'json']) })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    query: querySchema,
    run: ({ ctx, params, query: { format, ...filter }, request }) =>
      exportAuditEvents({ ...ctx, organization: params.slug!, tokenId: null }, filter, format, request.headers),
  }),
})
