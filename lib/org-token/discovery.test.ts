import { describe, expect, it } from 'vitest'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { GET as oauthRoute } from '@/app/.well-known/oauth-authorization-server/route'
import { GET as openidRoute } from '@/app/.well-known/openid-configuration/route'
import { permissions } from '@/lib/permissions/catalogue'
import { apiRequest, send } from '@/lib/testing/fixtures'

describe('discovery', () => {
  it('lets no cache serve the key set for longer than ten minutes beyond its age, also while this server is down', async () => {
    const { headers } = await send(jwksRoute, apiRequest('GET', '/.well-known/jwks.json'))
    const ages = [...headers.get('cache-control')!.matchAll(/(max-age|stale-[a-z-]+)=(\d+)/g)]
    expect(ages.map(([, name]) => name)).toEqual(['max-age', 'stale-while-revalidate', 'stale-if-error'])
    for (const [text, , seconds] of ages) expect(Number(seconds), text).toBeLessThanOrEqual(600)
  })

  it.each([
    ['/.well-known/openid-configuration', openidRoute],
    ['/.well-known/oauth-authorization-server', oauthRoute],
  ])('%s is correct, whatever the request claims', async (path, route) => {
    const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example', accept: 'text/html' }
    const { status, body, headers } = await send(route, apiRequest('GET', `${path}?issuer=x`, undefined, evil))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      issuer: 'http://localhost:3000',
      jwks_uri: 'http://localhost:3000/.well-known/jwks.json',
      token_endpoint: 'http://localhost:3000/api/oauth/token',
      introspection_endpoint: 'http://localhost:3000/api/oauth/introspect',
      revocation_endpoint: 'http://localhost:3000/api/oauth/revoke',
      response_types_supported: [],
      id_token_signing_alg_values_supported: ['ES256'],
      scopes_supported: [...permissions],
    })
    expect(body).not.toHaveProperty('authorization_endpoint')
    expect(headers.get('content-type')).toContain('application/json')
    expect(headers.get('cache-control')).toContain('public')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })
})
