// Deletes a role. Its members, invitations and API keys get another role in the same transaction.
import { recordAudit } from '@/lib/audit/record'
import { isRoleOf, roleKeysOf } from '@/lib/permissions/roles'
import { assertMayGrant } from '@/lib/permissions/grants'
import { requireRecentSignInToAssign } from '@/lib/auth/step-up'
import type { OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError, fieldError } from '@/lib/errors'
import type { ExpectedVersion } from '@/lib/requests/versions'
import { lockRole } from './commands'

/** How many members, invitations and API keys have a role. */
type RoleUse = { members: number; invitations: number; apiKeys: number }

/** Throws insufficient_permissions. Out: how often a role is in use, by its key. */
export const countRoleUse = (ctx: OrgContext, key: string): Promise<RoleUse> =>
  withOrg(ctx, 'org:read', (db) => useOf(db, key))

/**
 * In: a role's id; `replacement`, the key of the new role of its holders, required if there are any. Out: the name of the
 * deleted role. Throws not_found, role_built_in, role_in_use, precondition_failed, insufficient_permissions (either role above
 * the caller's), reauth_required (a replacement with a lasting permission).
 */
export const deleteRole = (
  ctx: OrgContext,
  id: string,
  { replacement }: { replacement?: string | undefined } = {},
  expectedVersion?: ExpectedVersion,
): Promise<string> =>
  withOrg(ctx, 'org:roles:write', async (db, session) => {
    const { key, name, permissions } = await lockRole(db, session, id, expectedVersion)
    if (replacement === key) throw fieldError('replacement', 'Choose a role other than the one you’re deleting.')
    if (replacement !== undefined) {
      if (!isRoleOf(session, replacement))
        throw fieldError('replacement', `Use one of ${roleKeysOf(session).join(', ')}.`)
      assertMayGrant(session, replacement)
      requireRecentSignInToAssign(session, replacement)
    }
    const use = await useOf(db, key)
    const inUse = use.members + use.invitations + use.apiKeys > 0
    if (inUse && replacement === undefined) throw new AppError('role_in_use', { detail: describe(use) })
    if (inUse) await remap(db, key, replacement!)
    await db.role.deleteMany({ where: { id } })
    await recordAudit(
      db,
      session,
      'role.deleted',
      { type: 'role', id, name },
      {
        key: [key, null],
        permissions: [permissions, null],
        ...(inUse && {
          holders: [
            { role: key, ...use },
            { role: replacement, ...use },
          ],
        }),
      },
    )
    return name
  })

async function remap(db: OrgDb, key: string, replacement: string): Promise<void> {
  // Triggers revoke the tokens of all of them.
  await db.membership.updateMany({ where: { role: key }, data: { role: replacement } })
  await db.invitation.updateMany({ where: { role: key, ...open }, data: { role: replacement } })
  await db.apiKey.updateMany({ where: { role: key, revokedAt: null }, data: { role: replacement } })
}

const open = { acceptedAt: null, declinedAt: null, revokedAt: null }

async function useOf(db: OrgDb, key: string): Promise<RoleUse> {
  const members = await db.membership.count({ where: { role: key } })
  const invitations = await db.invitation.count({ where: { role: key, ...open } })
  const apiKeys = await db.apiKey.count({ where: { role: key, revokedAt: null } })
  return { members, invitations, apiKeys }
}

/** Such as "3 people, 1 invitation"; empty if the role is not in use. */
export function describeUse({ members, invitations, apiKeys }: RoleUse): string {
  const parts = [
    members > 0 && `${members} ${members === 1 ? 'person' : 'people'}`,
    invitations > 0 && `${invitations} open ${invitations === 1 ? 'invitation' : 'invitations'}`,
    apiKeys > 0 && `${apiKeys} API ${apiKeys === 1 ? 'key' : 'keys'}`,
  ].filter((part) => part !== false)
  return new Intl.ListFormat('en').format(parts)
}

const describe = (use: RoleUse): string => `Held by ${describeUse(use)}. Say which role they get instead.`
