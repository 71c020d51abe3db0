import { z } from 'zod'
import { operation, userRoute } from '@/lib/http'
import { organizationRefSchema, switchOrganization } from '@/lib/organizations'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  PUT: operation({
    body: z.strictObject({ organization: organizationRefSchema.nullable() }),
    run: ({ ctx, body }) => switchOrganization(ctx, body.organization),
  }),
})
