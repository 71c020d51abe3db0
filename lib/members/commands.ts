// Changes and removes members. A caller cannot change or remove a member whose role has permissions that the caller
// lacks. The last owner stays, which the database enforces even for simultaneous requests.
import type { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { roleName } from '@/lib/permissions/roles'
import { assertMayGrant } from '@/lib/permissions/grants'
import { requireRecentSignInToAssign, requireRecentSignInToTake } from '@/lib/auth/step-up'
import { markOf, type OrgContext, type OrgSession } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { enqueueOrgEmail, enqueueOrgNotice } from '@/lib/mail/outbox'
import { removedMessage, roleChangedMessage } from '@/lib/mail/organization-templates'
import { memberColumns, type Member } from './rows'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import type { changeRoleSchema } from './schema'

/** `roleName`: the name of the new role. */
export type ChangedMember = Member & { formerRole: string; roleName: string }

/**
 * `expectedVersion`: the role that the member had when the caller last read it. Throws not_found, precondition_failed,
 * insufficient_permissions (a role above the caller's), last_owner, reauth_required (to a role with lasting permissions,
 * or from owner).
 */
export const changeRole = (
  ctx: OrgContext,
  userId: string,
  input: z.infer<typeof changeRoleSchema>,
  expectedVersion?: ExpectedVersion,
): Promise<ChangedMember> =>
  withOrg(ctx, 'org:members:write', async (db, session) => {
    const member = await requireMember(db, userId)
    // A repeated request for the current role is not a conflict.
    if (member.role !== input.role)
      assertVersion(expectedVersion, member.role, () => describeCurrentRole(member, session))
    assertMayGrant(session, member.role)
    assertMayGrant(session, input.role)
    await db.membership.updateMany({ where: { userId }, data: { role: input.role } })
    // After the change, so that no password is asked for one that is refused anyway: the last owner's.
    requireRecentSignInToTake(session, member.role)
    requireRecentSignInToAssign(session, input.role)
    if (member.role !== input.role) await noteRoleChange(db, session, member, input.role)
    const { role } = input
    return { ...member, role, formerRole: member.role, roleName: roleName(role, session.customRoles) }
  })

async function noteRoleChange(db: OrgDb, session: OrgSession, member: Member, role: string): Promise<void> {
  await recordAudit(db, session, 'member.role_changed', toAuditTarget(member), { role: [member.role, role] })
  const { actor, org, customRoles } = session
  if (member.userId === actor.id) return
  const change = { name: member.name, by: actor.name, role: roleName(role, customRoles), path: `/o/${org.slug}` }
  await enqueueOrgNotice(
    db,
    member.userId,
    'role_changed',
    roleChangedMessage({ ...change, organization: markOf(session) }),
  )
}

const describeCurrentRole = ({ name, role }: Member, { customRoles }: OrgSession): string =>
  `The role of ${name} has been changed again: it is ${roleName(role, customRoles)} now.`

/**
 * Out: the name of who was removed. Throws not_found, insufficient_permissions (a role above the caller's), last_owner,
 * reauth_required (an owner).
 */
export const removeMember = (ctx: OrgContext, userId: string): Promise<string> =>
  withOrg(ctx, 'org:members:write', async (db, session) => {
    const member = await requireMember(db, userId)
    assertMayGrant(session, member.role)
    await db.membership.deleteMany({ where: { userId } })
    requireRecentSignInToTake(session, member.role)
    await recordAudit(db, session, 'member.removed', toAuditTarget(member), { role: [member.role, null] })
    const { actor } = session
    if (userId !== actor.id)
      await enqueueOrgEmail(
        db,
        member.email,
        removedMessage({ name: member.name, organization: markOf(session), by: actor.name }),
      )
    return member.name
  })

/** Any member may leave; API keys cannot. Out: the name of the organization. Throws last_owner. */
export const leaveOrganization = (ctx: OrgContext): Promise<string> =>
  withOrg(ctx, 'any:write', async (db, session) => {
    const { actor, role, org } = session
    if (actor.type !== 'user')
      throw new AppError('insufficient_permissions', { detail: 'Only a person can leave an organization.' })
    await db.membership.deleteMany({ where: { userId: actor.id } })
    await recordAudit(db, session, 'member.left', { ...actor, type: 'member' }, { role: [role, null] })
    return org.name
  })

const toAuditTarget = ({ userId, name }: Member) => ({ type: 'member', id: userId, name })

// Locks the member, so that the audit event has the role that was actually replaced.
async function requireMember(db: OrgDb, userId: string): Promise<Member> {
  const [member] = await db.$queryRaw<Member[]>`
    select ${memberColumns} from memberships m join users u on u.id = m.user_id where m.user_id = ${userId}
    for update of m`
  if (!member) throw new AppError('not_found')
  return member
}
