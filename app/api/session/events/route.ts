import { z } from 'zod'
import { operation, userRoute } from '@/lib/http'
import { organizationRefSchema } from '@/lib/organizations/schema'
import { openStatusStream } from '@/lib/membership-status/stream'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'Follow changes of your membership',
    description:
      'Server-sent events: a changed role, an end of membership or of the session; for those who may read the audit log, that something happened.',
    errors: ['rate_limited'],
    response: z.string(),
    responseType: 'text/event-stream',
    query: z.strictObject({ organization: organizationRefSchema, version: z.string().max(64).default('') }),
    run: ({ ctx, query, request }) => openStatusStream(ctx, query, request),
  }),
})
