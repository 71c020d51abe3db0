import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'
import { apiDocument } from './routes'

// Tools in browsers fetch this from any origin. Nothing in it is secret.
const headers = {
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get this description',
    description: 'The whole API as an OpenAPI 3.1 document.',
    response: z.looseObject({ openapi: z.string().meta({ example: '3.1.1' }) }),
    run: async () => Response.json(await apiDocument(), { headers }),
  }),
})
