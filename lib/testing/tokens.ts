// Shared helpers of the token tests: decoding and forging tokens, and reading the status list.
import { inflateSync } from 'node:zlib'
import { decodeJwt, SignJWT } from 'jose'
import { expect } from 'vitest'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { POST as tokenRoute } from '@/app/api/token/route'
import { keyring } from '@/lib/org-token/keys'
import { getStatusList } from '@/lib/org-token/status-list'
import { apiRequest, browserRequest, createMember, send } from './fixtures'

/** The answer of /me to an Authorization header. */
export const me = (authorization: string, headers: Record<string, string> = {}) =>
  send(meRoute, apiRequest('GET', '/api/v1/me', undefined, { authorization, ...headers }))
export const decodePart = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
export const encodePart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

export async function freshToken(role: 'owner' | 'admin' | 'member' | 'viewer' = 'admin') {
  const member = await createMember(role)
  const answer = await send(
    tokenRoute,
    await browserRequest(member.session, 'POST', '/api/token', { organization: member.org.slug }),
  )
  expect(answer.status).toBe(200)
  const token = answer.body.access_token as string
  const [header, payload, signature] = token.split('.') as [string, string, string]
  return { ...member, answer, token, header, payload, signature, claims: decodePart(payload) }
}

/** A token with changed claims or headers, signed with our own key. */
export async function forge(bend: {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  drop?: string
}) {
  const { claims } = await freshToken()
  const { signing } = await keyring()
  const bent = { ...claims, ...bend.claims }
  if (bend.drop) delete bent[bend.drop]
  const header = { alg: 'ES256', typ: 'at+jwt', kid: signing.kid, ...bend.header }
  return new SignJWT(bent).setProtectedHeader(header).sign(signing.key)
}

/** The same with a header that no library would sign, as JSON text or as an object; the signature is valid. */
export async function forgeHeader(header: string | Record<string, unknown>) {
  const { payload } = await freshToken()
  const { signing } = await keyring()
  const text = typeof header === 'string' ? header : JSON.stringify({ ...ours, kid: signing.kid, ...header })
  const input = `${Buffer.from(text).toString('base64url')}.${payload}`
  const es256 = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = await crypto.subtle.sign(es256, signing.key, Buffer.from(input))
  return `${input}.${Buffer.from(signature).toString('base64url')}`
}

const ours = { alg: 'ES256', typ: 'at+jwt' }

// Later than any cached list.
let ahead = 3_600_000

/** Whether a token's bit is set in a fresh list. */
export async function isListedRevoked(token: string): Promise<boolean> {
  const { idx, uri } = (decodeJwt(token) as { status: { status_list: { idx: number; uri: string } } }).status
    .status_list
  const { jwt } = await getStatusList(uri.split('/').at(-1)!, Date.now() + (ahead += 15_000))
  const { lst } = (decodeJwt(jwt) as { status_list: { lst: string } }).status_list
  return ((inflateSync(Buffer.from(lst, 'base64url'))[idx >> 3]! >> (idx & 7)) & 1) === 1
}
