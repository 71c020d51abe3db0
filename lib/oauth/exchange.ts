// Token exchange (RFC 8693): a backend that received a person's organization token gets one of its own, to call another
// backend on that person's behalf. It authenticates as an API key of the token's organization. The new token can only
// be narrower: the same person and organization, fewer permissions by `scope`, another audience by `resource` (RFC
// 8707), no later expiry. It names the key as the actor (`act`) and cannot be exchanged again. To change organizations,
// the session gets another token. Nothing is stored before the whole request is found valid.
import type { Permission } from '@/lib/permissions/catalogue'
import { recordAudit } from '@/lib/audit/record'
import { withCredential, type KeyProof, type ProvenKey } from '@/lib/db/with-credential'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { OrgTokenClaims } from '@/lib/org-token/claims'
import { exchangeOrgToken } from '@/lib/org-token/issue'
import { findLiveToken } from '@/lib/org-token/live'
import { consume } from '@/lib/requests/rate-limits'
import { toAnswer } from './answer'
import { asClient } from './client'
import type { OAuthCall } from './endpoint'
import { OAuthError } from './errors'
import { readScope, readTarget, required, type OAuthForm } from './form'

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
  const audience = readTarget(call.form, key.org)
  await consume('exchanges_by_client', key.apiKeyId)
  const { sub: userId, sid: sessionId, jti: parentId, email } = await requirePerson(subject, key, scope)
  const caller = { userId, sessionId, cookieVersion: null, origin: call.origin }
  const member = { ...caller, organization: key.org.id, tokenId: null }
  const token = await exchangeOrgToken({ apiKey: proof!, member, parentId, scope, audience }, (db) =>
    recordAudit(db, key, 'token.exchanged', { type: 'token', id: parentId, name: email }),
  ).catch(refuseSubject)
  return { ...toAnswer(token), issued_token_type: tokenTypes[0] }
}

type PersonClaims = OrgTokenClaims & { sid: string; email: string }

// A token of another organization is refused like an invalid one, so that nothing can be learned from it.
async function requirePerson(subject: string, key: ProvenKey, scope: Permission[] | null): Promise<PersonClaims> {
  const live = await findLiveToken(subject, key.org.id)
  // A backend with another audience must not get a token for ours, or for a third one.
  if (live?.claims.aud !== getEnv().APP_URL) throw unusable()
  const { claims, session } = live
  if (claims.sid === undefined)
    throw new OAuthError('invalid_request', 'The token of an API key cannot be exchanged: the key gets its own.')
  if (claims.act) throw new OAuthError('invalid_request', 'A token that was exchanged cannot be exchanged again.')
  const lacking = scope?.filter((permission) => !session.permissions.includes(permission)) ?? []
  if (lacking.length > 0)
    throw new OAuthError('invalid_scope', `The subject token does not allow ${lacking.join(', ')}.`)
  return claims as PersonClaims
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

// Every problem of a subject token is an invalid_request (RFC 8693, section 2.2.2).
const unusable = (cause?: unknown) =>
  new OAuthError('invalid_request', 'The subject token is invalid, expired or revoked.', { cause })

function refuseSubject(error: unknown): never {
  const isUnusable = error instanceof AppError && ['invalid_token', 'second_factor_required'].includes(error.code)
  throw isUnusable ? unusable(error) : error
}
