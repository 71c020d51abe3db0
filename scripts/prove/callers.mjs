// The people and programs that attack, each as the headers that they send.
import { createHash } from 'node:crypto'
import { tsImport } from 'tsx/esm/api'
import { json } from './http.mjs'

/** In: the world, the sender and the settings of the server. Out: what makes callers. */
export async function createCallers({ owner, world, send, origin, env, logins }) {
  Object.assign(process.env, env, { DATABASE_URL: logins.url, DATABASE_IDENTITY_URL: logins.identityUrl })
  const { sealSession, sessionCookie } = await tsImport('../../lib/auth/session-cookie.ts', import.meta.url)
  const { createSecret } = await tsImport('../../lib/api-keys/secret.ts', import.meta.url)

  const cookieOf = async ({ id, session }) => {
    const cookie = `${sessionCookie().name}=${await sealSession({ userId: id, sessionId: session.id, cookieVersion: 1 })}`
    return { cookie, origin }
  }

  async function bearerOf(headers, organization) {
    const { headers: type, body } = json({ organization })
    const answer = await send({ method: 'POST', path: '/api/token', headers: { ...headers, ...type }, body })
    if (answer.status !== 200) throw new Error(`POST /api/token answers ${answer.status}: ${answer.text}`)
    return { authorization: `Bearer ${JSON.parse(answer.text).access_token}` }
  }

  // A program: a token by an API key of the organization.
  async function programOf(organization) {
    const { secret, secretHash, prefix } = createSecret()
    const { rows } = await owner.query(
      `insert into api_keys (organization_id, name, role, prefix, created_by, secret_hash) values ($1, $2, 'admin', $3, $4, $5)
       returning id`,
      [organization.id, `${organization.mark}-program`, prefix, organization.owner.id, secretHash],
    )
    const client = { authorization: `Basic ${Buffer.from(`${rows[0].id}:${secret}`).toString('base64')}` }
    const form = { ...client, 'content-type': 'application/x-www-form-urlencoded' }
    const body = 'grant_type=client_credentials'
    const answer = await send({ method: 'POST', path: '/api/oauth/token', headers: form, body })
    if (answer.status !== 200) throw new Error(`POST /api/oauth/token answers ${answer.status}: ${answer.text}`)
    return { client, program: { authorization: `Bearer ${JSON.parse(answer.text).access_token}` } }
  }

  /** A new organization with its owner's cookie, token and API key. */
  async function organizationOf(kind, { withTokens = true } = {}) {
    const organization = await world.createOrganization(kind)
    const cookie = await cookieOf(organization.owner)
    if (!withTokens) return { organization, cookie }
    return { organization, cookie, bearer: await bearerOf(cookie, organization.id), ...(await programOf(organization)) }
  }

  /** A member of the organization with the given permissions, or a built-in role. */
  async function memberOf(organization, name, held) {
    const role = Array.isArray(held) ? (await world.createRole(organization, name, held)).key : held
    const member = await world.createMember(organization, role, name)
    const cookie = await cookieOf(member)
    return { ...member, cookie, bearer: await bearerOf(cookie, organization.id) }
  }

  return { cookieOf, bearerOf, organizationOf, memberOf }
}

/** Those whose access to the organization has ended, with what they kept. Each began as an admin. */
export async function createFormer({ owner, victim, callers }) {
  const begin = (name) => callers.memberOf(victim, name, 'admin')
  const [removed, demoted, signedOut] = [await begin('removed'), await begin('demoted'), await begin('signedout')]
  const at = 'where organization_id = $1 and user_id = $2'
  await owner.query(`delete from memberships ${at}`, [victim.id, removed.id])
  await owner.query(`update memberships set role = 'viewer' ${at}`, [victim.id, demoted.id])
  await owner.query('update sessions set ended_at = now() where id = $1', [signedOut.session.id])
  return { removed, demoted, signedOut }
}

/** Tokens that the server did not sign, made of the victim's live one and the attacker's. */
export function forgedTokens(victimToken, attackerToken, victim) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const read = (text) => JSON.parse(Buffer.from(text, 'base64url').toString())
  const [header, payload] = victimToken.split('.')
  const [ownHeader, ownPayload, signature] = attackerToken.split('.')
  const moved = { ...read(ownPayload), org_id: victim.id, org_slug: victim.slug, org_role: 'owner' }
  return {
    'an unsigned token': `${part({ ...read(header), alg: 'none' })}.${payload}.`,
    'a token with the signature of another': `${header}.${payload}.${signature}`,
    'a token moved to the other organization': `${ownHeader}.${part(moved)}.${signature}`,
  }
}

/** An id of the same form that nothing has. */
export function absentLike(text) {
  if (/^\d+$/.test(text)) return text.replace(/.$/, (digit) => (9 - Number(digit)).toString())
  const digest = createHash('sha256').update(`absent ${text}`).digest('hex')
  const typed = /^([a-z]+_0)[0-9a-z]{25}$/.exec(text)
  if (typed) return `${typed[1]}1k9${digest.replaceAll(/[^0-9a-f]/g, '').slice(0, 22)}`
  const suffix = /@example\.com$/.exec(text)?.[0] ?? ''
  return (
    `${digest}${digest}`.slice(0, Math.max(8, Math.min(text.length, 100) - suffix.length)).replace(/^\d/, 'a') + suffix
  )
}
