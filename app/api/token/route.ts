import { z } from 'zod'
import { operation, userRoute } from '@/lib/http'
import { organizationRefSchema } from '@/lib/organizations'
import { issueOrgToken } from '@/lib/org-token/issue'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    body: z.strictObject({ organization: organizationRefSchema.optional() }),
    run: ({ ctx, body }) => issueOrgToken({ ...ctx, organization: body.organization ?? null, tokenId: null }),
  }),
})
