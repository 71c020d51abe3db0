// Introspection (RFC 7662) and revocation (RFC 7009), for backends that ask instead of waiting for a token to expire.
// API keys call them for tokens of their own organization; about other tokens they learn nothing and can change
// nothing.
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

/** For any active key of the organization, because a backend must be able to check the tokens that it receives. */
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
 * A key may revoke tokens that were issued to it, and tokens of a key or member that it could revoke or remove (see
 * assertMayRevoke). A token that is not the organization's is answered like a revoked one. A token that the key may not
 * revoke is refused, because the backend would otherwise believe that it is revoked (RFC 7009, section 2.1).
 */
export async function revoke(call: OAuthCall): Promise<void> {
  const token = call.form.get('token')
  // Verify first: finding the signing keys needs a transaction of its own, and key, token and audit share one.
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

// To revoke another key's token takes the permission to revoke that key; a person's token, the permission to remove
// that person and everything that their role allows, so that only an owner's key can end an owner's token. A person who
// is not a member has no valid token.
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
