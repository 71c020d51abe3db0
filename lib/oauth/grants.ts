// The token endpoint's grants: an API key's secret for a token of its organization (RFC 6749, section 4.4), and with a person's
// token of that organization for one by which the key acts for the person (RFC 8693).
import { permissions as catalogue } from '@/lib/permissions/catalogue'
import type { KeyProof } from '@/lib/db/with-credential'
import { issueKeyToken, type OrgToken } from '@/lib/org-token/issue'
import { assertBelow, consume } from '@/lib/rate-limits'
import { toAnswer } from './answer'
import { asClient } from './client'
import type { OAuthCall } from './endpoint'
import { OAuthError } from './errors'
import { exchange } from './exchange'
import { required, type OAuthForm } from './form'

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
  const token = await asClient(call, (key) => issueWithinLimit(key, call.origin.ip))
  const { permissions } = token.organization
  const lacking = asked.filter((permission) => !permissions.some((held) => held === permission))
  if (lacking.length > 0) throw new OAuthError('invalid_scope', `This API key does not have ${lacking.join(', ')}.`)
  return toAnswer(token)
}

// Only tokens that were issued count, so that a stranger who knows a key's id cannot use its limit up.
async function issueWithinLimit(key: KeyProof, ip: string | null): Promise<OrgToken> {
  await assertBelow('tokens_by_api_key', key.id)
  const token = await issueKeyToken(key, ip)
  await consume('tokens_by_api_key', key.id)
  return token
}

// A scope is checked, not narrowed to: the server asks the database what a key may do, whatever its token says, so that a
// narrower token would only pretend. The answer names what was granted, as RFC 6749, section 3.3, has it.
function readScope(form: OAuthForm): string[] {
  const asked = form.get('scope')?.split(' ') ?? []
  const unknown = asked.find((permission) => !catalogue.some((known) => known === permission))
  if (unknown === undefined) return asked
  throw new OAuthError('invalid_scope', 'Name permissions of the catalogue, one space between them.')
}
