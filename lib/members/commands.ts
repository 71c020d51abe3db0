// The people of an organization. Nobody changes or removes somebody whose role allows what they lack, and the last owner
// stays: the database says so, whatever runs at the same moment.
import type { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { roleName } from '@/lib/permissions/roles'
import { assertMayGrant } from '@/lib/permissions/grants'
import { requireRecentSignInToAssign } from '@/lib/auth/step-up'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { memberColumns, type Member } from './rows'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import type { changeRoleSchema } from './schema'

/** `roleName`: what the new role is called there. */
export type ChangedMember = Member & { formerRole: string; roleName: string }

/**
 * `seen`: the role that the caller takes for theirs. Throws not_found, precondition_failed, insufficient_permissions (roles
 * above one's own), reauth_required (owners are made or unmade), last_owner.
 */
export const changeRole = (
  ctx: OrgContext,
  userId: string,
  input: z.infer<typeof changeRoleSchema>,
  expectedVersion?: ExpectedVersion,
): Promise<ChangedMember> =>
  withOrg(ctx, 'org:members:write', async (db, session) => {
    const member = await requireMember(db, userId)
    // What is done already, when the same is asked again, is no clash.
    if (member.role !== input.role)
      assertVersion(expectedVersion, member.role, () => describeCurrentRole(member, session))
    assertMayGrant(session, member.role)
    assertMayGrant(session, input.role)
    for (const role of [member.role, input.role]) requireRecentSignInToAssign(session, role)
    await db.membership.updateMany({ where: { userId }, data: { role: input.role } })
    if (member.role !== input.role)
      await recordAudit(db, session, 'member.role_changed', toAuditTarget(member), { role: [member.role, input.role] })
    const { role } = input
    return { ...member, role, formerRole: member.role, roleName: roleName(role, session.customRoles) }
  })

const describeCurrentRole = ({ name, role }: Member, { customRoles }: OrgSession): string =>
  `The role of ${name} has been changed again: it is ${roleName(role, customRoles)} now.`

/** Throws not_found, insufficient_permissions (roles above one's own), reauth_required (owners are removed), last_owner. */
export const removeMember = (ctx: OrgContext, userId: string): Promise<void> =>
  withOrg(ctx, 'org:members:write', async (db, session) => {
    const member = await requireMember(db, userId)
    assertMayGrant(session, member.role)
    requireRecentSignInToAssign(session, member.role)
    await db.membership.deleteMany({ where: { userId } })
    await recordAudit(db, session, 'member.removed', toAuditTarget(member), { role: [member.role, null] })
  })

/** Any member may go; a program is none. Throws last_owner. */
export const leaveOrganization = (ctx: OrgContext): Promise<void> =>
  withOrg(ctx, 'any:write', async (db, session) => {
    const { actor, role } = session
    if (actor.type !== 'user')
      throw new AppError('insufficient_permissions', { detail: 'Only a person can leave an organization.' })
    await db.membership.deleteMany({ where: { userId: actor.id } })
    await recordAudit(db, session, 'member.left', { ...actor, type: 'member' }, { role: [role, null] })
  })

const toAuditTarget = ({ userId, name }: Member) => ({ type: 'member', id: userId, name })

// Locked: what the event says it was is what it was.
async function requireMember(db: OrgDb, userId: string): Promise<Member> {
  const [member] = await db.$queryRaw<Member[]>`
    select ${memberColumns} from memberships m join users u on u.id = m.user_id where m.user_id = ${userId}
    for update of m`
  if (!member) throw new AppError('not_found')
  return member
}
