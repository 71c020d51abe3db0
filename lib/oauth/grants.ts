// The grants of the token endpoint: an API key's secret for a token of its organization (RFC 6749, section 4.4), and
// together with a person's token for one by which the key acts for the person (RFC 8693).
import { withCredential, type KeyProof } from '@/lib/db/with-credential'
import { issueKeyToken, type OrgToken } from '@/lib/org-token/issue'
import { countingAhead } from '@/lib/requests/limits-ahead'
import { toAnswer } from './answer'
import { asClient } from './client'
import type { OAuthCall } from './endpoint'
import { OAuthError } from './errors'
import { exchange } from './exchange'
import { readResource, readScope, readTarget, required } from './form'

const grants: Record<string, (call: OAuthCall) => Promise<object>> = {
  client_credentials: grantToKey,
  'urn:ietf:params:oauth:grant-type:token-exchange': exchange,
}

/** Out: the token response. Throws OAuthError with the code of the RFC. */
export async function grantToken(call: OAuthCall): Promise<object> {
  const type = required(call.form, 'grant_type')
  if (!Object.hasOwn(grants, type))
    throw new OAuthError('unsupported_grant_type', `Use one of ${Object.keys(grants).join(', ')}.`)
  return grants[type]!(call)
}

// Without a scope the token has all permissions of the key. The answer names what was granted (RFC 6749, section 3.3).
async function grantToKey(call: OAuthCall) {
  const scope = readScope(call.form)
  const resource = readResource(call.form)
  const token = await asClient(call, async (key) => {
    const audience = asksOfKey(call) ? await assertGrantable(key, scope, call) : resource
    return issueWithinLimit(key, call, { scope, audience })
  })
  return toAnswer(token)
}

const asksOfKey = ({ form }: OAuthCall): boolean => ['scope', 'audience', 'organization'].some((name) => form.has(name))

// Before the token is issued: a refused request stores none. Out: the audience.
async function assertGrantable(apiKey: KeyProof, scope: string[] | null, { form, origin }: OAuthCall) {
  const { org, permissions } = await withCredential({ apiKey, origin }, async (_db, session) => session)
  const lacking = (scope ?? []).filter((permission) => !permissions.some((held) => held === permission))
  if (lacking.length > 0) throw new OAuthError('invalid_scope', `This API key does not have ${lacking.join(', ')}.`)
  return readTarget(form, org)
}

// Only issued tokens count, so that a stranger who knows a key's id cannot use up its limit.
const issueWithinLimit = (
  key: KeyProof,
  { origin }: OAuthCall,
  options: Parameters<typeof issueKeyToken>[2],
): Promise<OrgToken> => countingAhead(['tokens_by_api_key', key.id], () => issueKeyToken(key, origin.ip, options))
