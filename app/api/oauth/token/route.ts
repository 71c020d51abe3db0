import { grantToken } from '@/lib/oauth/grants'
import { oauthRoute } from '@/lib/oauth/endpoint'
import { tokenRequestSchema, tokenResponseSchema } from '@/lib/oauth/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = oauthRoute(
  {
    summary: 'Get a token',
    description:
      'For an API key: its own (client_credentials), or one to act for a person whose token it shows (RFC 8693).',
    form: tokenRequestSchema,
    response: tokenResponseSchema,
  },
  grantToken,
)
