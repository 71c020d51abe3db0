import { operation, publicRoute } from '@/lib/http'
import { jwksSchema, keyring } from '@/lib/org-token/keys'

// Verifiers anywhere fetch this, browsers among them; ten minutes is how long a rotation must overlap.
const headers = {
  'cache-control': 'public, max-age=600, stale-while-revalidate=600, stale-if-error=86400',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get the public keys',
    description: 'Everything that verifies organization tokens, as a JSON Web Key Set. May be cached.',
    response: jwksSchema,
    run: async () => Response.json((await keyring()).jwks, { headers }),
  }),
})
