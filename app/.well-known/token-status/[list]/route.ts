import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'
import { forEveryOrigin } from '@/lib/org-token/discovery'
import { getStatusList } from '@/lib/org-token/status-list'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get a list of revoked tokens',
    description: 'A signed bit for each token (IETF Token Status List): a verifier that polls it learns of removals.',
    response: z.string(),
    responseType: 'application/statuslist+jwt',
    run: async ({ params, request }) => {
      const { jwt, etag, secondsLeft } = await getStatusList(params.list!)
      const headers = { ...forEveryOrigin, 'cache-control': `public, max-age=${secondsLeft}`, etag }
      if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
      return new Response(jwt, { headers: { ...headers, 'content-type': 'application/statuslist+jwt' } })
    },
  }),
})
