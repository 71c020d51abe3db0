// Tools that configure themselves find either discovery document, and its content verifies a token.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createVerifier } from 'fast-jwt'
import jwt from 'jsonwebtoken'
import { JwksClient } from 'jwks-rsa'
import { allowInsecureRequests, discovery, type Configuration } from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { GET as oauthRoute } from '@/app/.well-known/oauth-authorization-server/route'
import { GET as openidRoute } from '@/app/.well-known/openid-configuration/route'
import { getEnv } from '@/lib/env'
import { issueOrgToken } from '@/lib/org-token/issue'
import { createMember } from '@/lib/testing/fixtures'

const routes: Record<string, typeof jwksRoute> = {
  '/.well-known/jwks.json': jwksRoute,
  '/.well-known/openid-configuration': openidRoute,
  '/.well-known/oauth-authorization-server': oauthRoute,
}

const server = http.createServer(async (request, response) => {
  const answer = await routes[request.url!]?.(new Request(new URL(request.url!, issuer)), {
    params: Promise.resolve({}),
  })
  response.writeHead(answer?.status ?? 404, Object.fromEntries(answer?.headers ?? []))
  response.end(await answer?.text())
})
let issuer = ''
let token = ''
let orgId = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(getEnv(), { APP_URL: issuer, ORG_TOKEN_AUDIENCES: [issuer] })
  const { ctx, org } = await createMember('admin')
  token = (await issueOrgToken(ctx)).access_token
  orgId = org.id
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const discover = (algorithm: 'oidc' | 'oauth2'): Promise<Configuration> =>
  discovery(new URL(issuer), 'key_client', undefined, undefined, { algorithm, execute: [allowInsecureRequests] })

describe.each(['oidc', 'oauth2'] as const)('openid-client by %s discovery', (algorithm) => {
  it('finds the issuer and its endpoints', async () => {
    const metadata = (await discover(algorithm)).serverMetadata()
    expect(metadata.issuer).toBe(issuer)
    expect(metadata.token_endpoint).toBe(`${issuer}/api/oauth/token`)
    expect(metadata.grant_types_supported).toContain('client_credentials')
  })

  it('gives jsonwebtoken and fast-jwt the key of a token', async () => {
    const { jwks_uri: jwksUri = '' } = (await discover(algorithm)).serverMetadata()
    const { kid } = jwt.decode(token, { complete: true })!.header
    const key = (await new JwksClient({ jwksUri }).getSigningKey(kid)).getPublicKey()
    expect(jwt.verify(token, key, { algorithms: ['ES256'], issuer, audience: issuer })).toMatchObject({ org_id: orgId })
    const verify = createVerifier({ key, algorithms: ['ES256'], allowedIss: issuer, allowedAud: issuer })
    expect(verify(token)).toMatchObject({ org_id: orgId })
  })
})
