import { z } from 'zod'
import { operation, userRoute } from '@/lib/http'
import { organizationRefSchema } from '@/lib/organizations/schema'
import { audienceSchema, issueOrgToken, orgTokenJsonSchema } from '@/lib/org-token/issue'
import { countingAhead } from '@/lib/requests/limits-ahead'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    summary: 'Issue an organization token',
    description:
      'For the organization named, or the active one. The bearer calls everything below /api/v1 with it, unless it is ' +
      'for another audience.',
    response: orgTokenJsonSchema,
    errors: ['not_found', 'no_active_organization', 'second_factor_required', 'rate_limited'],
    body: z.strictObject({ organization: organizationRefSchema.optional(), audience: audienceSchema.optional() }),
    run: ({ ctx, body: { organization = null, audience } }) =>
      countingAhead(['tokens_by_person', ctx.userId], () =>
        issueOrgToken({ ...ctx, organization, tokenId: null }, { audience }),
      ),
  }),
})
