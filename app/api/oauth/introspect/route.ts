import { introspect } from '@/lib/oauth/introspection'
import { oauthRoute } from '@/lib/oauth/endpoint'
import { introspectionSchema, tokenParameterSchema } from '@/lib/oauth/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = oauthRoute(
  {
    summary: 'Introspect a token',
    description: 'Whether a token of the API key’s organization is valid now (RFC 7662).',
    form: tokenParameterSchema,
    response: introspectionSchema,
  },
  introspect,
)
