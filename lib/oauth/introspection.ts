// For backends that ask instead of waiting for a token to expire: introspection (RFC 7662) and revocation (RFC 7009), by API
// keys, of tokens of the key's own organization. Of any other token nothing can be learned and nothing changed.
import { recordAudit } from '@/lib/audit/record'
import { can, missingFor } from '@/lib/permissions/grants'
import { withCredential, type ProvenKey } from '@/lib/db/with-credential'
import type { OrgDb } from '@/lib/db/with-org'
import type { OrgTokenClaims } from '@/lib/org-token/claims'
import { findClaims, findLiveToken } from '@/lib/org-token/live'
import { bitKeptMs } from '@/lib/org-token/status'
import { asClient } from './client'
import { OAuthError } from './errors'
import { required } from './form'
import type { OAuthCall } from './endpoint'

const inactive = { active: false }

/** Any live key of the organization may ask: whoever was handed a token must be able to know what it is worth. */
export async function introspect(call: OAuthCall): Promise<object> {
  const organizationId = await asClient(call, (apiKey) =>
    withCredential({ apiKey, origin: call.origin }, async (_db, { org }) => org.id),
  )
  const live = await findLiveToken(required(call.form, 'token'), organizationId)
  if (!live) return inactive
  const { claims, session } = live
  return {
    active: true,
    token_type: 'Bearer',
    scope: session.permissions.join(' '),
    ...(claims.email !== undefined && { username: claims.email }),
    ...claims,
  }
}

/**
 * A key may revoke the tokens that were issued to it, and those of others where it could end their standing as well (see
 * assertMayRevoke). What is no token of the organization is answered like one that was revoked; one that the key may not
 * revoke is refused, since its backend would believe it gone (RFC 7009, section 2.1).
 */
export async function revoke(call: OAuthCall): Promise<void> {
  const token = call.form.get('token')
  // Read first, so that key, token and audit are one transaction: the keys that verify it come through a door of their own.
  const claims = token === undefined ? null : await findClaims(token)
  await asClient(call, (apiKey) =>
    withCredential({ apiKey, origin: call.origin }, async (db, session) => {
      required(call.form, 'token')
      if (claims?.org_id !== session.org.id) return
      await assertMayRevoke(db, session, claims)
      const { count } = await db.orgToken.updateMany({
        where: { id: claims.jti, revokedAt: null, expiresAt: { gt: new Date(Date.now() - bitKeptMs) } },
        data: { revokedAt: new Date() },
      })
      const target = { type: 'token', id: claims.jti, name: claims.email ?? claims.sub }
      if (count > 0) await recordAudit(db, session, 'token.revoked', target)
    }),
  )
}

// Another key's takes what revoking that key takes; a person's, what removing that person takes: a permission, and all that
// their role allows, so that an owner is shut out by an owner's key alone. Whoever is no member has no token that lives.
async function assertMayRevoke(
  db: OrgDb,
  session: ProvenKey,
  { sub, sid, client_id: clientId }: OrgTokenClaims,
): Promise<void> {
  if (clientId === session.apiKeyId) return
  const permission = sid === undefined ? 'org:api_keys:write' : 'org:members:write'
  if (!can(session, permission)) throw tooLittle(permission)
  if (sid === undefined) return
  const member = await db.membership.findFirst({ where: { userId: sub }, select: { role: true } })
  const missing = member ? missingFor(session, member.role) : []
  if (missing.length > 0) throw tooLittle(`what their role allows: ${missing.join(', ')}`)
}

const tooLittle = (needed: string) =>
  new OAuthError('unauthorized_client', `To revoke this token a key needs ${needed}.`)
