import { z } from 'zod'
import { auditEventJsonSchema, auditFilterSchema } from '@/lib/audit-log/schema'
import { exportAuditEvents } from '@/lib/audit-log/export'
import { operation, orgRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Export audit events as JSON',
    description: 'The whole trail, or what the filter leaves of it, streamed as one JSON document.',
    permission: 'org:audit:read',
    errors: ['cross_origin'],
    query: auditFilterSchema,
    response: z.object({ data: z.array(auditEventJsonSchema) }),
    responseType: 'application/json',
    run: ({ ctx, query, request }) => exportAuditEvents(ctx, query, 'json', request.headers),
  }),
})
