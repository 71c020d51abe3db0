import { z } from 'zod'
import { operation, userRoute } from '@/lib/http'
import { switchOrganization } from '@/lib/organizations/switching'
import { switchedJsonSchema, organizationRefSchema } from '@/lib/organizations/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  PUT: operation({
    summary: 'Switch the active organization',
    description: 'Without another sign-in. Answers a token for it; null leaves all organizations.',
    response: switchedJsonSchema,
    errors: ['not_found', 'second_factor_required', 'rate_limited'],
    body: z.strictObject({ organization: organizationRefSchema.nullable() }),
    run: ({ ctx, body }) => switchOrganization(ctx, body.organization),
  }),
})
