import { z } from 'zod'
import { auditFilterSchema } from '@/lib/audit-log/schema'
import { exportAuditEvents } from '@/lib/audit-log/export'
import { operation, orgRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Export audit events as CSV',
    description: 'The whole trail, or what the filter leaves of it, streamed as a CSV file (RFC 4180).',
    permission: 'org:audit:read',
    errors: ['cross_origin'],
    query: auditFilterSchema,
    response: z.string(),
    responseType: 'text/csv',
    run: ({ ctx, query, request }) => exportAuditEvents(ctx, query, 'csv', request.headers),
  }),
})
