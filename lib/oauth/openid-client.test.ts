// A client that knows this application only by its metadata and the RFCs: openid-client, on the real routes over HTTP.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrant,
  discovery,
  genericGrantRequest,
  None,
  tokenIntrospection,
  tokenRevocation,
  type ClientAuth,
} from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { GET as oauthRoute } from '@/app/.well-known/oauth-authorization-server/route'
import { GET as openidRoute } from '@/app/.well-known/openid-configuration/route'
import { POST as introspectRoute } from '@/app/api/oauth/introspect/route'
import { POST as revokeRoute } from '@/app/api/oauth/revoke/route'
import { POST as tokenRoute } from '@/app/api/oauth/token/route'
import { builtInRoles } from '@/lib/permissions/roles'
import { getEnv } from '@/lib/env'
import { issueOrgToken } from '@/lib/org-token/issue'
import { addMember, createMember } from '@/lib/testing/fixtures'
import { createKey, type Key } from '@/lib/testing/oauth'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

const routes: Record<string, Handler> = {
  'GET /.well-known/jwks.json': jwksRoute,
  'GET /.well-known/openid-configuration': openidRoute,
  'GET /.well-known/oauth-authorization-server': oauthRoute,
  'POST /api/oauth/token': tokenRoute,
  'POST /api/oauth/introspect': introspectRoute,
  'POST /api/oauth/revoke': revokeRoute,
}

const server = http.createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method, url, headers } = request
  const body = method === 'GET' ? {} : { body: Buffer.concat(chunks).toString() }
  const asked = new Request(new URL(url!, issuer), { method: method!, headers: headers as HeadersInit, ...body })
  const answer = await routes[`${method} ${url}`]?.(asked, { params: Promise.resolve({}) })
  response.writeHead(answer?.status ?? 404, Object.fromEntries(answer?.headers ?? []))
  response.end(await answer?.text())
})
let issuer = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(getEnv(), { APP_URL: issuer, ORG_TOKEN_AUDIENCES: [issuer] })
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const discover = (clientId: string, auth: ClientAuth, algorithm: 'oidc' | 'oauth2' = 'oauth2') =>
  discovery(new URL(issuer), clientId, undefined, auth, { algorithm, execute: [allowInsecureRequests] })

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessToken = 'urn:ietf:params:oauth:token-type:access_token'
const subjectOf = (token: string) => ({ subject_token: token, subject_token_type: accessToken })

const ways: [string, (key: Key) => ClientAuth, 'oidc' | 'oauth2'][] = [
  ['client_secret_basic', ({ secret }) => ClientSecretBasic(secret), 'oidc'],
  ['client_secret_post', ({ secret }) => ClientSecretPost(secret), 'oauth2'],
]

describe.each(ways)('openid-client by %s', (_name, auth, algorithm) => {
  const setUp = async () => {
    const owner = await createMember('owner')
    const key = await createKey(owner.ctx, { role: 'admin' })
    return { owner, key, config: await discover(key.id, auth(key), algorithm) }
  }

  it('gets a token for a key, and introspects it', async () => {
    const { owner, key, config } = await setUp()
    const scope = 'org:members:read org:members:write'
    const token = await clientCredentialsGrant(config, { scope })
    expect(token).toMatchObject({ token_type: 'bearer', scope })
    expect((await clientCredentialsGrant(config)).scope).toBe(builtInRoles.admin.join(' '))
    expect(token.expiresIn()).toBeGreaterThan(0)
    const known = await tokenIntrospection(config, token.access_token)
    expect(known).toMatchObject({ active: true, sub: key.id, client_id: key.id, org_id: owner.org.id, iss: issuer })
  })

  it('revokes a person’s token', async () => {
    const { owner, config } = await setUp()
    const member = await createMember('member', owner.org)
    const { access_token: token } = await issueOrgToken(member.ctx)
    expect(await tokenIntrospection(config, token)).toMatchObject({ active: true, sub: member.user.id })
    await tokenRevocation(config, token, { token_type_hint: 'access_token' })
    expect(await tokenIntrospection(config, token)).toEqual({ active: false })
    await tokenRevocation(config, token)
  })

  it('exchanges a person’s token for a narrower one, and gets none for another organization', async () => {
    const { owner, key, config } = await setUp()
    const [member, other] = [await createMember('member', owner.org), await createMember('owner')]
    await addMember(other.org.id, member.user.id, 'viewer')
    const asked = subjectOf((await issueOrgToken(member.ctx)).access_token)
    const narrow = { scope: 'org:members:read', audience: owner.org.id }
    const token = await genericGrantRequest(config, exchangeGrant, { ...asked, ...narrow })
    expect(token).toMatchObject({ issued_token_type: accessToken, scope: 'org:members:read' })
    const known = await tokenIntrospection(config, token.access_token)
    expect(known).toMatchObject({ active: true, sub: member.user.id, org_id: owner.org.id, scope: 'org:members:read' })
    expect(known).toMatchObject({ client_id: key.id, act: { sub: key.id } })
    const elsewhere = genericGrantRequest(config, exchangeGrant, { ...asked, audience: other.org.id })
    await expect(elsewhere).rejects.toMatchObject({ error: 'invalid_target', status: 400 })
  })

  it('parses a refusal', async () => {
    const { key, config } = await setUp()
    const asked = clientCredentialsGrant(config, { scope: 'org:delete' })
    await expect(asked).rejects.toMatchObject({ error: 'invalid_scope', status: 400 })
    const wrong = await discover(key.id, auth({ ...key, secret: `${key.secret}x` }), algorithm)
    // Basic was refused with a challenge, which the client reads before the body.
    await expect(clientCredentialsGrant(wrong)).rejects.toMatchObject({ status: 401 })
    await expect(tokenIntrospection(wrong, 'x')).rejects.toMatchObject({ status: 401 })
  })
})

describe('openid-client without a secret', () => {
  it('learns that it needs one, and exchanges no token', async () => {
    const { ctx } = await createMember('admin')
    const { access_token } = await issueOrgToken(ctx)
    const config = await discover('some-frontend', None())
    const methods = ['client_secret_basic', 'client_secret_post']
    expect(config.serverMetadata().token_endpoint_auth_methods_supported).toEqual(methods)
    const asked = genericGrantRequest(config, exchangeGrant, subjectOf(access_token))
    await expect(asked).rejects.toMatchObject({ status: 401 })
  })
})
