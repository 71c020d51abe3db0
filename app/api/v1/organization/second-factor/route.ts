import { operation, orgRoute } from '@/lib/http'
import {
  requireSecondFactor,
  requireSecondFactorSchema,
  stopRequiringSecondFactor,
} from '@/lib/organizations/second-factor'
import { organizationJsonSchema, toOrganizationJson } from '@/lib/organizations/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  PUT: operation({
    summary: 'Require a second factor',
    description:
      'After the grace time, members without a second factor get `403 second_factor_required` until they set one up. API keys are not affected.',
    permission: 'org:manage',
    errors: ['reauth_required'],
    body: requireSecondFactorSchema,
    response: organizationJsonSchema,
    run: async ({ ctx, body }) => toOrganizationJson(await requireSecondFactor(ctx, body)),
  }),
  DELETE: operation({
    summary: 'Stop requiring a second factor',
    permission: 'org:manage',
    errors: ['reauth_required'],
    response: organizationJsonSchema,
    run: async ({ ctx }) => toOrganizationJson(await stopRequiringSecondFactor(ctx)),
  }),
})
