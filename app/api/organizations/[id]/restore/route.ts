import { operation, userRoute } from '@/lib/http'
import { enteredJsonSchema } from '@/lib/org-token/issue'
import { toEnteredJson } from '@/lib/organizations/schema'
import { restoreOrganization } from '@/lib/organizations/deletion'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    summary: 'Restore an organization',
    description: 'As its owner, within 30 days of its deletion.',
    response: enteredJsonSchema,
    run: async ({ ctx, params }) => toEnteredJson(await restoreOrganization(ctx, params.id!)),
  }),
})
