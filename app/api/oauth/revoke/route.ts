import { revoke } from '@/lib/oauth/introspection'
import { oauthRoute } from '@/lib/oauth/endpoint'
import { tokenParameterSchema } from '@/lib/oauth/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = oauthRoute(
  {
    summary: 'Revoke a token',
    description: 'Ends a token of the API key’s organization (RFC 7009).',
    form: tokenParameterSchema,
  },
  revoke,
)
