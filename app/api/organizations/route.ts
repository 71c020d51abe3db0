import { operation, userRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'
import { createOrganization } from '@/lib/organizations/commands'
import { getOrganization, pageMyOrganizations } from '@/lib/organizations/queries'
import {
  createdOrganizationJsonSchema,
  createOrganizationSchema,
  listOrganizationsSchema,
  myOrganizationJsonSchema,
  toCreatedOrganizationJson,
  toMyOrganizationJson,
} from '@/lib/organizations/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'List my organizations',
    description: 'By name.',
    response: pageSchema(myOrganizationJsonSchema),
    query: listOrganizationsSchema,
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await pageMyOrganizations(ctx, query)
      return { data: data.map(toMyOrganizationJson), next_cursor: nextCursor }
    },
  }),
  POST: operation({
    summary: 'Create an organization',
    description:
      'The caller becomes its owner, and it becomes the active one. Without a slug, one is made of the name.',
    body: createOrganizationSchema,
    response: createdOrganizationJsonSchema,
    status: 201,
    errors: ['email_unverified', 'slug_reserved', 'slug_taken', 'already_member_elsewhere', 'rate_limited'],
    run: async ({ ctx, body }) => {
      const session = await createOrganization(ctx, body)
      return toCreatedOrganizationJson(await getOrganization(session), session)
    },
  }),
})
