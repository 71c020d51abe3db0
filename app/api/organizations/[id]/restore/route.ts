import { operation, userRoute } from '@/lib/http'
import { organizationAccessJsonSchema } from '@/lib/org-token/issue'
import { toOrganizationAccessJson } from '@/lib/organizations/schema'
import { restorableDays, restoreOrganization } from '@/lib/organizations/deletion'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    summary: 'Restore an organization',
    description: `As its owner, within ${restorableDays} days of its deletion.`,
    response: organizationAccessJsonSchema,
    run: async ({ ctx, params }) => toOrganizationAccessJson(await restoreOrganization(ctx, params.id!)),
  }),
})
