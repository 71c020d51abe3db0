// The exports of the page: of the organization in its address, where the API's are of the token or the session.
import { z } from 'zod'
import { auditFilterSchema } from '@/lib/audit/event'
import { exportAuditEvents } from '@/lib/audit/export'
import { operation, userRoute } from '@/lib/http'
import { followRename } from '@/lib/organizations/renamed'

const querySchema = auditFilterSchema.extend({ format: z.enum(['csv', 'json']) })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    query: querySchema,
    run: ({ ctx, params, request, query: { format, ...filter } }) =>
      followRename(ctx, params.slug!, async (slug) =>
        slug === params.slug
          ? exportAuditEvents({ ...ctx, organization: slug, tokenId: null }, filter, format)
          : moved(`/o/${slug}/settings/audit-log/export`, request),
      ),
  }),
})

// As the pages do: not for good, since it may take its slug back.
const moved = (path: string, request: Request): Response =>
  new Response(null, { status: 307, headers: { location: `${path}${new URL(request.url).search}` } })
