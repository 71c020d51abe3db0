import { revokeApiKey } from '@/lib/api-keys/commands'
import { operation, orgRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  DELETE: operation({
    summary: 'Revoke an API key',
    description: 'Its tokens end at once.',
    permission: 'org:api_keys:write',
    run: async ({ ctx, params }) => {
      await revokeApiKey(ctx, params.id!)
    },
  }),
})
