import { operation, orgRoute } from '@/lib/http'
import { deleteOrganization, restorableDays } from '@/lib/organizations/deletion'
import { updateOrganization } from '@/lib/organizations/commands'
import { getOrganization } from '@/lib/organizations/queries'
import { slugKeptDays } from '@/lib/organizations/slugs'
import { toOrganizationJson, organizationJsonSchema, updateOrganizationSchema } from '@/lib/organizations/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Get the organization',
    permission: 'org:read',
    response: organizationJsonSchema,
    run: async ({ ctx }) => toOrganizationJson(await getOrganization(ctx)),
    version: (organization) => organization.updated_at,
  }),
  PATCH: operation({
    summary: 'Update the organization',
    description: `Its former slug redirects its members and stays reserved for ${slugKeptDays} days.`,
    permission: 'org:manage',
    errors: ['slug_taken', 'slug_reserved', 'precondition_failed', 'rate_limited'],
    body: updateOrganizationSchema,
    response: organizationJsonSchema,
    run: async ({ ctx, body, expectedVersion }) =>
      toOrganizationJson(await updateOrganization(ctx, body, expectedVersion)),
    version: (organization) => organization.updated_at,
  }),
  DELETE: operation({
    summary: 'Delete the organization',
    description: `Its tokens, keys and invitations end at once. An owner can restore it for ${restorableDays} days.`,
    permission: 'org:delete',
    errors: ['reauth_required', 'precondition_failed'],
    run: ({ ctx, expectedVersion }) => deleteOrganization(ctx, expectedVersion),
  }),
})
