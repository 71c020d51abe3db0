// Creates and revokes API keys, by which programs access an organization. A key has at most the permissions that its
// creator has now, and its secret is returned once.
import { recordAudit } from '@/lib/audit/record'
import type { Holder } from '@/lib/permissions/roles'
import { assertMayGrant, lackedBy, refusedFor } from '@/lib/permissions/grants'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import type { OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { apiKeyFields, toApiKey, type ApiKey, type CreateApiKeyInput } from './schema'
import { createSecret } from './secret'

export const maxKeys = 50
const dayMs = 24 * 60 * 60 * 1000

/**
 * Out: the key with its secret. Throws insufficient_permissions, which names what the creator lacks; validation_failed
 * for an unknown role; reauth_required, for tokens and API keys always; conflict when the organization has the maximum number of
 * keys.
 */
export async function createApiKey(
  ctx: OrgContext,
  input: CreateApiKeyInput,
): Promise<{ key: ApiKey; secret: string }> {
  const { secret, ...stored } = createSecret()
  const key = await withOrg(ctx, 'org:api_keys:write', async (db, session) => {
    // A key outlives the session that created it. Neither a token nor a key can confirm a sign-in and so create a key: a
    // stolen one must not be able to replace itself.
    requireRecentSignIn(session)
    assertMayMake(session, input)
    await assertRoomForOne(db, session.org.id)
    const { name, role = null, permissions = [] } = input
    const expiresAt = expiryOf(input)
    const row = await db.apiKey.create({
      data: { name, role, permissions, expiresAt, createdBy: session.responsibleId, ...stored },
      select: apiKeyFields,
    })
    await recordAudit(db, session, 'api_key.created', targetOf(row), {
      role: [null, role],
      permissions: [null, permissions],
      expires_at: [null, row.expiresAt],
    })
    return toApiKey(row, session.customRoles)
  })
  return { key, secret }
}

/** Revokes the key and the tokens that were issued to it, at once. Throws not_found, also for a key that was revoked already. */
export const revokeApiKey = (ctx: OrgContext, id: string): Promise<{ name: string }> =>
  withOrg(ctx, 'org:api_keys:write', async (db, session) => {
    const [row] = await db.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
      select: { id: true, name: true },
    })
    if (!row) throw new AppError('not_found')
    await recordAudit(db, session, 'api_key.revoked', targetOf(row))
    return row
  })

function assertMayMake(holder: Holder, { role, permissions = [] }: CreateApiKeyInput): void {
  if (role !== undefined) return assertMayGrant(holder, role)
  const missing = lackedBy(holder, permissions)
  if (missing.length === 0) return
  const detail = `You can’t grant permissions you don’t have: ${missing.join(', ')}.`
  throw new AppError('insufficient_permissions', { detail, refused: refusedFor(missing) })
}

// The lock serializes two creations, so that each counts the other.
async function assertRoomForOne(db: OrgDb, organizationId: string): Promise<void> {
  await db.$queryRaw`select 1 from (select pg_advisory_xact_lock(hashtext('api_keys'), hashtext(${organizationId}))) locked`
  const live = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] }
  if ((await db.apiKey.count({ where: live })) < maxKeys) return
  const detail = `An organization has at most ${maxKeys} API keys. Revoke one that is no longer used.`
  throw new AppError('conflict', { detail })
}

const expiryOf = ({ expires_in_days: days, expires_at: date }: CreateApiKeyInput): Date | null =>
  days == null ? (date ?? null) : new Date(Date.now() + days * dayMs)

const targetOf = ({ id, name }: { id: string; name: string }) => ({ type: 'api_key', id, name })
