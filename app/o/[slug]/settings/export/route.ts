// The export of the page, for the organization in the URL.
import { operation, userRoute } from '@/lib/http'
import { exportOrganization } from '@/lib/organizations/export'
import { assertSameOrigin } from '@/lib/requests/trust'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    run: ({ ctx, params, request }) => {
      assertSameOrigin(request.headers, { required: true })
      return exportOrganization({ ...ctx, organization: params.slug!, tokenId: null }, request)
    },
  }),
})
