// Token exchange (RFC 8693): a person's token of one organization for one of another, after a fresh look at their membership
// there. The subject token is the credential, and it is bound to a live session of ours: any program of the person's that
// holds it may exchange it, so no client has to authenticate (a public client, section 2.1). Hence the bounds: an exchange
// renews nothing, its token ends with the one that it came from, both organizations are told, and nobody makes many.
import { recordExchange } from '@/lib/db/exchange'
import type { MemberEntry } from '@/lib/db/entry'
import { withKey } from '@/lib/db/with-key'
import { AppError } from '@/lib/errors'
import type { OrgTokenClaims } from '@/lib/org-token/claims'
import { issueOrgToken } from '@/lib/org-token/issue'
import { findClaims, findLiveToken } from '@/lib/org-token/live'
import { organizationRefSchema } from '@/lib/organizations'
import { countAgainst } from '@/lib/rate-limits'
import { toAnswer } from './answer'
import { asClient } from './client'
import type { OAuthCall } from './endpoint'
import { OAuthError } from './errors'
import { required, type OAuthForm } from './form'

const tokenTypes = ['access_token', 'jwt'].map((name) => `urn:ietf:params:oauth:token-type:${name}`)

/** Throws OAuthError: what a client must know, by RFC. */
export async function exchange(call: OAuthCall): Promise<object> {
  const { form, network } = call
  const subject = readSubject(form)
  const organization = readTarget(form)
  await verifyShownClient(call)
  await countAgainst('exchanges_by_network', network)
  const { claims, entry } = await requirePerson(subject)
  await countAgainst('exchanges_by_session', entry.sessionId)
  const ctx = { userId: entry.userId, sessionId: entry.sessionId, organization, tokenId: null, origin: call.origin }
  // It ends when the old one does, or whoever found one would never lose it.
  const token = await issueOrgToken(ctx, { notAfter: claims.exp }).catch(refuseTarget)
  const { jti } = (await findClaims(token.access_token))!
  const from = { organization: claims.org_id, tokenId: claims.jti }
  await recordExchange(ctx, from, { organization: token.organization.id, tokenId: jti }).catch(refuseSubject)
  return { ...toAnswer(token), issued_token_type: tokenTypes[0] }
}

// Nobody has to show a secret here, but a wrong one is never waved through.
async function verifyShownClient(call: OAuthCall): Promise<void> {
  if (call.authorization === null && !call.form.has('client_secret')) return
  await asClient(call, (key) => withKey(key, call.origin, async () => {}))
}

async function requirePerson(subject: string): Promise<{ claims: OrgTokenClaims; entry: MemberEntry }> {
  const live = await findLiveToken(subject)
  if (!live) throw unusable()
  const { claims, entry } = live
  if ('user' in entry) return { claims, entry }
  throw new OAuthError(
    'invalid_request',
    'The token of an API key belongs to its organization and cannot be exchanged.',
  )
}

function readSubject(form: OAuthForm): string {
  const subject = required(form, 'subject_token')
  const types = [required(form, 'subject_token_type'), form.get('requested_token_type') ?? tokenTypes[0]!]
  if (!types.every((type) => tokenTypes.includes(type)))
    throw new OAuthError('invalid_request', `A token type is one of ${tokenTypes.join(', ')}.`)
  if (form.has('actor_token')) throw new OAuthError('invalid_request', 'An actor token is not supported.')
  return subject
}

// `organization` is our word for it, `audience` that of RFC 8693.
function readTarget(form: OAuthForm): string {
  const named = ['organization', 'audience'].flatMap((name) => form.get(name) ?? [])
  if (named.length === 0) throw new OAuthError('invalid_request', 'Name the organization by its id or slug.')
  const target = organizationRefSchema.safeParse(named[0])
  if (!target.success || named.some((name) => name !== named[0]) || form.has('resource')) throw unknownTarget()
  return target.data
}

// Another's organization and none are answered alike.
const unknownTarget = (cause?: unknown) =>
  new OAuthError('invalid_target', 'There is no such organization, or this person does not belong to it.', { cause })

// Whatever is wrong with a subject token is an invalid_request (RFC 8693, section 2.2.2).
const unusable = (cause?: unknown) =>
  new OAuthError('invalid_request', 'The subject token is invalid, expired or revoked.', { cause })

function refuseTarget(error: unknown): never {
  if (error instanceof AppError && error.code === 'not_found') throw unknownTarget(error)
  throw error instanceof AppError && error.code === 'unauthenticated' ? unusable(error) : error
}

function refuseSubject(error: unknown): never {
  throw error instanceof AppError && error.code === 'invalid_token' ? unusable(error) : error
}
