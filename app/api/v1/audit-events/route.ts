import { auditEventJsonSchema, toAuditEventJson } from '@/lib/audit-log/schema'
import { listAuditEvents, listAuditEventsSchema } from '@/lib/audit-log/queries'
import { operation, orgRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'List audit events',
    description: 'Newest first.',
    permission: 'org:audit:read',
    response: pageSchema(auditEventJsonSchema),
    query: listAuditEventsSchema,
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listAuditEvents(ctx, query)
      return { data: data.map(toAuditEventJson), next_cursor: nextCursor }
    },
  }),
})
