import { operation, publicRoute } from '@/lib/http'
import { forEveryOrigin } from '@/lib/org-token/discovery'
import { jwksSchema, keyring } from '@/lib/org-token/keys'
import { keySetMaxAgeSeconds as maxAge } from '@/lib/org-token/rotation'

// A cache may serve the old set while it fetches the new one, because a rotation overlaps for three times this age. While
// this server is down it may not do so for longer: the set may contain a key that was revoked.
const cacheControl = `public, max-age=${maxAge}, stale-while-revalidate=${maxAge}, stale-if-error=${maxAge}`
const headers = { ...forEveryOrigin, 'cache-control': cacheControl }

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get the public keys',
    description: 'Everything that verifies organization tokens, as a JSON Web Key Set. May be cached.',
    response: jwksSchema,
    run: async () => Response.json((await keyring()).jwks, { headers }),
  }),
})
