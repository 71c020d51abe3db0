import { operation, userRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'
import { organizationAccessJsonSchema } from '@/lib/org-token/issue'
import { createOrganization } from '@/lib/organizations/commands'
import { listMyOrganizations } from '@/lib/organizations/queries'
import {
  toOrganizationAccessJson,
  toMyOrganizationJson,
  myOrganizationJsonSchema,
  createOrganizationSchema,
} from '@/lib/organizations/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'List my organizations',
    response: pageSchema(myOrganizationJsonSchema),
    run: async ({ ctx }) => ({ data: (await listMyOrganizations(ctx)).map(toMyOrganizationJson), next_cursor: null }),
  }),
  POST: operation({
    summary: 'Create an organization',
    description:
      'The caller becomes its owner, and it becomes the active one. Without a slug, one is made of the name.',
    body: createOrganizationSchema,
    response: organizationAccessJsonSchema,
    status: 201,
    errors: ['email_unverified', 'slug_reserved', 'slug_taken', 'already_member_elsewhere'],
    run: async ({ ctx, body }) => toOrganizationAccessJson(await createOrganization(ctx, body)),
  }),
})
