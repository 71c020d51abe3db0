import { operation, userRoute } from '@/lib/http'
import {
  createOrganization,
  createOrganizationSchema,
  listMyOrganizations,
  toEntryJson,
  toMyOrganizationJson,
} from '@/lib/organizations'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    run: async ({ ctx }) => ({ data: (await listMyOrganizations(ctx)).map(toMyOrganizationJson), next_cursor: null }),
  }),
  POST: operation({
    body: createOrganizationSchema,
    status: 201,
    run: async ({ ctx, body }) => toEntryJson(await createOrganization(ctx, body)),
  }),
})
