// Token exchange (RFC 8693): a backend that received a person's organization token gets one of its own, to call another
// backend on that person's behalf. It authenticates as an API key of the token's organization. The new token can only
// be narrower: the same person and organization, fewer permissions by `scope`, no later expiry. It names the key as the
// actor (`act`) and cannot be exchanged again. To change organizations, the session gets another token.
import { permissions as catalogue, type Permission } from '@/lib/permissions/catalogue'
import { recordAudit } from '@/lib/audit/record'
import { withCredential, type KeyProof, type ProvenKey } from '@/lib/db/with-credential'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { OrgTokenClaims } from '@/lib/org-token/claims'
import { exchangeOrgToken, type OrgToken } from '@/lib/org-token/issue'
import { findClaims } from '@/lib/org-token/live'
import { consume } from '@/lib/requests/rate-limits'
import { toAnswer } from './answer'
import { asClient } from './client'
import type { OAuthCall } from './endpoint'
import { OAuthError } from './errors'
import { required, type OAuthForm } from './form'

const tokenTypes = ['access_token', 'jwt'].map((name) => `urn:ietf:params:oauth:token-type:${name}`)

/** Out: the token response. Throws OAuthError with the code of the RFC. */
export async function exchange(call: OAuthCall): Promise<object> {
  const subject = readSubject(call.form)
  const scope = readScope(call.form)
  let proof: KeyProof | undefined
  const key = await asClient(call, (apiKey) => {
    proof = apiKey
    return withCredential({ apiKey, origin: call.origin }, async (_db, session) => session)
  })
  assertTarget(call.form, key)
  await consume('exchanges_by_client', key.apiKeyId)
  const claims = await requirePerson(subject, key)
  const token = await exchangeFor(claims, key, scope, call)
  await withCredential({ apiKey: proof!, origin: call.origin }, (db, session) =>
    recordAudit(db, session, 'token.exchanged', { type: 'token', id: claims.jti, name: claims.email }),
  )
  return { ...toAnswer(token), issued_token_type: tokenTypes[0] }
}

type PersonClaims = OrgTokenClaims & { sid: string; email: string }

// A token of another organization is refused like an invalid one, so that nothing can be learned from it.
async function requirePerson(subject: string, key: ProvenKey): Promise<PersonClaims> {
  const claims = await findClaims(subject)
  if (claims?.org_id !== key.org.id) throw unusable()
  if (claims.sid === undefined)
    throw new OAuthError('invalid_request', 'The token of an API key cannot be exchanged: the key gets its own.')
  if (claims.act) throw new OAuthError('invalid_request', 'A token that was exchanged cannot be exchanged again.')
  return claims as PersonClaims
}

async function exchangeFor(
  { sub: userId, sid: sessionId, jti: parentId }: PersonClaims,
  key: ProvenKey,
  scope: Permission[] | undefined,
  { origin }: OAuthCall,
): Promise<OrgToken> {
  const ctx = { userId, sessionId, organization: key.org.id, tokenId: null, origin }
  const token = await exchangeOrgToken(ctx, { parentId, clientId: key.apiKeyId, ...(scope && { scope }) }).catch(
    refuseSubject,
  )
  const lacking = scope?.filter((permission) => !token.organization.permissions.includes(permission)) ?? []
  if (lacking.length > 0)
    throw new OAuthError('invalid_scope', `The subject token does not allow ${lacking.join(', ')}.`)
  return token
}

function readSubject(form: OAuthForm): string {
  const subject = required(form, 'subject_token')
  const types = [required(form, 'subject_token_type'), form.get('requested_token_type') ?? tokenTypes[0]!]
  if (!types.every((type) => tokenTypes.includes(type)))
    throw new OAuthError('invalid_request', `A token type is one of ${tokenTypes.join(', ')}.`)
  if (form.has('actor_token'))
    throw new OAuthError('invalid_request', 'An actor token is not supported: the client is the actor.')
  return subject
}

function readScope(form: OAuthForm): Permission[] | undefined {
  const asked = form.get('scope')?.split(' ')
  if (asked && !asked.every((permission) => catalogue.some((known) => known === permission)))
    throw new OAuthError('invalid_scope', 'Name permissions of the catalogue, one space between them.')
  return asked as Permission[] | undefined
}

// Refuses any other organization, whether or not it exists.
function assertTarget(form: OAuthForm, { org }: ProvenKey): void {
  const { APP_URL, ORG_TOKEN_AUDIENCE } = getEnv()
  const allowed = {
    organization: [org.id, org.slug],
    audience: [org.id, org.slug, ORG_TOKEN_AUDIENCE],
    resource: [ORG_TOKEN_AUDIENCE, APP_URL],
  }
  const isOurs = ([name, targets]: [string, string[]]) => targets.includes(form.get(name) ?? targets[0]!)
  if (Object.entries(allowed).every(isOurs)) return
  throw new OAuthError('invalid_target', 'A token is exchanged within its own organization.')
}

// Every problem of a subject token is an invalid_request (RFC 8693, section 2.2.2).
const unusable = (cause?: unknown) =>
  new OAuthError('invalid_request', 'The subject token is invalid, expired or revoked.', { cause })

function refuseSubject(error: unknown): never {
  throw error instanceof AppError && error.code === 'invalid_token' ? unusable(error) : error
}
