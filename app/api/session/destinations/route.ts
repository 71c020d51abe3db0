// Used only by the switcher, which loads it when it is opened.
import { operation, userRoute } from '@/lib/http'
import { listMyInvitations } from '@/lib/invitations/answer'
import { listMyOrganizations } from '@/lib/organizations/queries'
import { destinationsJsonSchema } from '@/lib/organizations/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    response: destinationsJsonSchema,
    run: async ({ ctx }) => {
      const organizations = await listMyOrganizations(ctx)
      const invitations = (await listMyInvitations(ctx)).length
      return {
        organizations: organizations.map(({ id, slug, name, logoUrl, roleName }) => ({
          id,
          slug,
          name,
          logoUrl,
          roleName,
        })),
        invitations,
      }
    },
  }),
})
