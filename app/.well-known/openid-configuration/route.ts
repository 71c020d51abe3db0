import { operation, publicRoute } from '@/lib/http'
import { describeIssuer, forEveryOrigin, issuerSchema } from '@/lib/org-token/discovery'

const headers = { ...forEveryOrigin, 'cache-control': 'public, max-age=3600' }

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Describe the issuer (OpenID Connect Discovery)',
    response: issuerSchema,
    run: async () => Response.json(describeIssuer(), { headers }),
  }),
})
