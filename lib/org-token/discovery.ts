// Metadata of this issuer (RFC 8414, and OpenID Connect Discovery for tools that look there). There is no authorization
// endpoint and no response type, because no one signs in here for another site.
import { z } from 'zod'
import { permissions } from '@/lib/permissions/catalogue'
import { getEnv } from '@/lib/env'
import { algorithm } from './claims'

const names = z.array(z.string())

export const issuerSchema = z
  .object({
    issuer: z.string(),
    jwks_uri: z.string(),
    token_endpoint: z.string(),
    introspection_endpoint: z.string(),
    revocation_endpoint: z.string(),
    grant_types_supported: names,
    token_endpoint_auth_methods_supported: names,
    introspection_endpoint_auth_methods_supported: names,
    revocation_endpoint_auth_methods_supported: names,
    response_types_supported: names,
    subject_types_supported: names,
    id_token_signing_alg_values_supported: names,
    scopes_supported: names,
    claims_supported: names,
    service_documentation: z.string(),
  })
  .meta({ id: 'Issuer' })

/** Any page may read public metadata, but without its visitor's cookies. */
export const forEveryOrigin = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

/** Out: the metadata document. */
export function describeIssuer(): z.input<typeof issuerSchema> {
  const { APP_URL: issuer } = getEnv()
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    token_endpoint: `${issuer}/api/oauth/token`,
    introspection_endpoint: `${issuer}/api/oauth/introspect`,
    revocation_endpoint: `${issuer}/api/oauth/revoke`,
    grant_types_supported: ['client_credentials', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    response_types_supported: [],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
    scopes_supported: [...permissions],
    claims_supported: [
      ...['iss', 'aud', 'sub', 'email', 'org_id', 'org_slug', 'org_role', 'org_permissions', 'org_permissions_hash'],
      ...['sid', 'client_id', 'act', 'auth_time', 'amr', 'jti', 'iat', 'exp', 'status'],
    ],
    service_documentation: `${issuer}/docs/api`,
  }
}
