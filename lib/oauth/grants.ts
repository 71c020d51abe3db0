// The token endpoint's grants: an API key's secret for a token of its organization (RFC 6749, section 4.4), and a person's
// token of one organization for one of another (RFC 8693).
import { permissions as catalogue } from '@/lib/auth/permissions'
import { AppError } from '@/lib/errors'
import { getEnv } from '@/lib/env'
import { organizationRefSchema } from '@/lib/organizations'
import { issueKeyToken, issueOrgToken, type OrgToken } from '@/lib/org-token/issue'
import { findLiveToken } from '@/lib/org-token/live'
import { asClient } from './client'
import { OAuthError } from './errors'
import { required, type OAuthForm } from './form'
import type { OAuthCall } from './endpoint'

const tokenTypes = ['access_token', 'jwt'].map((name) => `urn:ietf:params:oauth:token-type:${name}`)

const grants: Record<string, (call: OAuthCall) => Promise<object>> = {
  client_credentials: grantToKey,
  'urn:ietf:params:oauth:grant-type:token-exchange': exchange,
}

/** Throws OAuthError: what a client must know, by RFC. */
export async function grantToken(call: OAuthCall): Promise<object> {
  const type = required(call.form, 'grant_type')
  if (!Object.hasOwn(grants, type))
    throw new OAuthError('unsupported_grant_type', `Use one of ${Object.keys(grants).join(', ')}.`)
  return grants[type]!(call)
}

async function grantToKey(call: OAuthCall) {
  const asked = readScope(call.form)
  const token = await asClient(call, (key) => issueKeyToken(key, call.origin.ip))
  const { permissions } = token.organization
  const lacking = asked.filter((permission) => !permissions.some((held) => held === permission))
  if (lacking.length > 0) throw new OAuthError('invalid_scope', `This API key does not have ${lacking.join(', ')}.`)
  return toAnswer(token)
}

// A scope is checked, not narrowed to: the server asks the database what a key may do, whatever its token says, so that a
// narrower token would only pretend. The answer names what was granted, as RFC 6749, section 3.3, has it.
function readScope(form: OAuthForm): string[] {
  const asked = form.get('scope')?.split(' ') ?? []
  const unknown = asked.find((permission) => !catalogue.some((known) => known === permission))
  if (unknown === undefined) return asked
  throw new OAuthError('invalid_scope', 'Name permissions of the catalogue, one space between them.')
}

// The subject token is the credential, and it is bound to a live session of ours: any program of the person's that holds it
// may exchange it, so no client authenticates here (a public client, RFC 8693, section 2.1). An exchange renews nothing:
// the new token ends when the old one does, or whoever found one would never lose it.
async function exchange(call: OAuthCall) {
  const { form } = call
  const subject = readSubject(form)
  const organization = readTarget(form)
  const live = await findLiveToken(subject)
  // Whatever is wrong with a subject token is an invalid_request (RFC 8693, section 2.2.2).
  if (!live) throw new OAuthError('invalid_request', 'The subject token is invalid, expired or revoked.')
  const { claims, entry } = live
  if (!('user' in entry))
    throw new OAuthError(
      'invalid_request',
      'The token of an API key belongs to its organization and cannot be exchanged.',
    )
  const secondsLeft = claims.exp - Math.floor(Date.now() / 1000)
  const ttlSeconds = Math.max(1, Math.min(secondsLeft, getEnv().ORG_TOKEN_TTL_SECONDS))
  const ctx = { userId: entry.userId, sessionId: entry.sessionId, organization, tokenId: null, origin: call.origin }
  const token = await issueOrgToken(ctx, { ttlSeconds }).catch(refuseTarget)
  return { ...toAnswer(token), issued_token_type: tokenTypes[0] }
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

function refuseTarget(error: unknown): never {
  if (error instanceof AppError && error.code === 'not_found') throw unknownTarget(error)
  if (error instanceof AppError && error.code === 'unauthenticated')
    throw new OAuthError('invalid_request', 'The subject token is invalid, expired or revoked.', { cause: error })
  throw error
}

const toAnswer = (token: OrgToken) => ({ ...token, scope: token.organization.permissions.join(' ') })
