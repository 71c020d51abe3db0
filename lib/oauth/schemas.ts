// Request and response schemas of the OAuth endpoints, for the API description. Parameters have their names of the
// RFCs.
import { z } from 'zod'
import { permissionSchema } from '@/lib/schemas'
import { orgTokenJsonSchema } from '@/lib/org-token/issue'

const tokenTypeSchema = z.string().meta({ example: 'urn:ietf:params:oauth:token-type:access_token' })

const clientSchema = z.object({
  client_id: z.string().optional().meta({ description: 'The id of the API key, unless sent by Basic.' }),
  client_secret: z.string().optional().meta({ description: 'Its secret, unless sent by Basic.' }),
})

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'

export const tokenRequestSchema = z.object({
  grant_type: z.enum(['client_credentials', exchangeGrant]).meta({ example: 'client_credentials' }),
  ...clientSchema.shape,
  scope: z.string().optional().meta({
    description:
      'Permissions, one space between them. client_credentials: what the token must have. Exchange: what it is narrowed to.',
  }),
  subject_token: z.string().optional().meta({
    description: 'Exchange: the organization token of a person, of the organization that the API key belongs to.',
  }),
  subject_token_type: tokenTypeSchema.optional(),
  organization: z.string().optional().meta({
    description: 'That of the API key, by id or slug. May be left out; any other is refused.',
  }),
  audience: z.string().optional().meta({ description: 'The same in the word of RFC 8693, or as `resource`.' }),
  resource: z.string().optional().meta({
    description: 'Whom the token is for (RFC 8707): one of ORG_TOKEN_AUDIENCES. By default the first of them.',
  }),
})

export const tokenResponseSchema = orgTokenJsonSchema
  .extend({
    scope: z.string().meta({ description: 'What the token allows.', example: 'org:read org:projects:read' }),
    issued_token_type: tokenTypeSchema.optional(),
  })
  .meta({ id: 'OAuthToken' })

export const tokenParameterSchema = z.object({ token: z.string(), ...clientSchema.shape })

export const introspectionSchema = z
  .object({
    active: z.boolean(),
    token_type: z.string().optional(),
    scope: z.string().optional(),
    username: z.string().optional(),
    iss: z.string().optional(),
    aud: z.string().optional(),
    sub: z.string().optional(),
    email: z.string().optional(),
    org_id: z.string().optional(),
    org_slug: z.string().optional(),
    org_role: z.string().optional(),
    org_permissions: z.array(permissionSchema).optional(),
    org_permissions_hash: z.string().optional(),
    sid: z.string().optional(),
    auth_time: z.int().optional(),
    amr: z.array(z.string()).optional(),
    client_id: z.string().optional(),
    act: z
      .object({ sub: z.string() })
      .optional()
      .meta({ description: 'Of a token that was exchanged: the API key that acts for the person.' }),
    jti: z.string().optional(),
    iat: z.int().optional(),
    exp: z.int().optional(),
    status: z.object({ status_list: z.object({ idx: z.int(), uri: z.string() }) }).optional(),
  })
  .meta({ id: 'Introspection', description: 'For a token that is not valid in this organization: only `active`.' })
