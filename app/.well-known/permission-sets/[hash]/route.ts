import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'
import { forEveryOrigin } from '@/lib/org-token/discovery'
import { getPermissionSet } from '@/lib/org-token/permission-sets'

const headers = { ...forEveryOrigin, 'cache-control': 'public, max-age=31536000, immutable' }

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get the permissions behind a hash',
    description: 'Where a token is too small for its permissions, it names their hash.',
    response: z.object({ permissions: z.array(z.string()) }).meta({ id: 'PermissionSet' }),
    run: async ({ params }) => Response.json(await getPermissionSet(params.hash!), { headers }),
  }),
})
