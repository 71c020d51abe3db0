// The export of the page: of the organization in its address. A link of another site does not start it.
import { operation, userRoute } from '@/lib/http'
import { exportOrganization } from '@/lib/organizations/export'
import { assertSameOrigin } from '@/lib/request'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    run: ({ ctx, params, request }) => {
      assertSameOrigin(request.headers, { required: true })
      return exportOrganization({ ...ctx, organization: params.slug!, tokenId: null })
    },
  }),
})
