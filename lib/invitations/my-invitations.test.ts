import { describe, expect, it } from 'vitest'
import { GET as paletteRoute } from '@/app/api/session/palette/route'
import { type RoleKey, builtInRoles } from '@/lib/permissions/roles'
import type { UserContext } from '@/lib/db/session'
import { changeRole } from '@/lib/members/commands'
import { createRole } from '@/lib/roles/commands'
import {
  asOwner,
  browserRequest,
  countStatements,
  createMember,
  createSession,
  createUser,
  expectCode,
  send,
  unique,
} from '@/lib/testing/fixtures'
import { acceptMyInvitation, listMyInvitations } from './answer'
import { invite } from './send'

/** The number that the switcher shows. */
const counted = async (session: UserContext): Promise<number> =>
  (await send(paletteRoute, await browserRequest(session, 'GET', '/api/session/palette'))).body.invitations

/** A person in their own organization, invited to another. */
async function invitedBy(role: RoleKey, offered: RoleKey) {
  const { user, session } = await createMember('owner')
  const inviter = await createMember(role)
  const { id } = await invite(inviter.ctx, { email: user.email, role: offered })
  const waiting = async () => {
    const listed = (await listMyInvitations(session)).map((each) => each.id)
    // The list and the number beside the switcher agree.
    expect(await counted(session)).toBe(listed.length)
    return listed
  }
  return { inviter, id, session, waiting }
}

const setRole = (organizationId: string, userId: string, role: RoleKey | null) =>
  role
    ? asOwner('update memberships set role = $3 where organization_id = $1 and user_id = $2', [
        organizationId,
        userId,
        role,
      ])
    : asOwner('delete from memberships where organization_id = $1 and user_id = $2', [organizationId, userId])

describe('the open invitations of a person', () => {
  it.each([
    ['left', 'admin', 'member', null],
    ['can no longer invite', 'admin', 'member', 'member'],
    ['can no longer give the role', 'owner', 'owner', 'admin'],
  ] as const)('leave out those of an inviter who %s', async (_what, role, offered, then) => {
    const { inviter, id, waiting } = await invitedBy(role, offered)
    await createMember('owner', inviter.org)
    expect(await waiting()).toEqual([id])
    await setRole(inviter.org.id, inviter.user.id, then)
    expect(await waiting()).toEqual([])
  })

  it('leave out those of an inviter who is deleting their account, whose links do not work either', async () => {
    const { inviter, id, session, waiting } = await invitedBy('admin', 'member')
    await createMember('owner', inviter.org)
    await asOwner('update users set deleted_at = now() where id = $1', [inviter.user.id])
    expect(await waiting()).toEqual([])
    await expectCode(acceptMyInvitation(session, id), 'invitation_revoked')
    await asOwner('update users set deleted_at = null where id = $1', [inviter.user.id])
    expect(await waiting()).toEqual([id])
  })

  it('reveal nothing of one organization to another', async () => {
    const one = await invitedBy('owner', 'viewer')
    const other = await createMember('admin')
    await asOwner(`update users set name = 'Ina Viter' where id = $1`, [other.user.id])
    const email = (await asOwner<{ email: string }>('select email from users where id = $1', [one.session.userId]))[0]!
    const { id } = await invite(other.ctx, { email: email.email, role: 'member' })
    expect(await one.waiting()).toEqual([id, one.id])
    const named = (await listMyInvitations(one.session)).map(({ organization, inviter }) => [organization.id, inviter])
    expect(named).toEqual([
      [other.org.id, 'Ina Viter'],
      [one.inviter.org.id, 'Test Person'],
    ])
    const stranger = await createSession((await createUser({ verified: false })).id)
    expect(await listMyInvitations(stranger)).toEqual([])
  })

  it('are listed exactly when they can be accepted, for every pair of roles', async () => {
    const { org } = await createMember('owner')
    const customRoles = {
      inviter: [...builtInRoles.viewer, 'org:invitations:write'],
      almost_admin: builtInRoles.admin.filter((held) => held !== 'org:manage'),
      like_admin: [...builtInRoles.admin, 'org:of_old'],
      like_owner: [...builtInRoles.owner],
      silent: builtInRoles.owner.filter((held) => held !== 'org:invitations:write'),
      nothing: [],
    }
    for (const [key, permissions] of Object.entries(customRoles))
      await asOwner('insert into roles (organization_id, key, name, permissions) values ($1, $2, $2, $3)', [
        org.id,
        key,
        permissions,
      ])
    const inviter = await createMember('owner', org)
    const { user, session } = await createMember('owner')
    const keys = [...Object.keys(builtInRoles), ...Object.keys(customRoles)]
    for (const held of keys)
      for (const offered of keys) {
        await asOwner('delete from invitations where organization_id = $1', [org.id])
        await setRole(org.id, inviter.user.id, held as RoleKey)
        const [row] = await asOwner<{ id: string }>(
          `insert into invitations (organization_id, email, role, token_hash, invited_by, expires_at)
             values ($1, $2, $3, $4, $5, now() + interval '1 day') returning id`,
          [org.id, user.email, offered, unique(), inviter.user.id],
        )
        const { id } = row!
        const listed = (await listMyInvitations(session)).length === 1
        const accepted = await acceptMyInvitation(session, id).then(
          () => true,
          () => false,
        )
        expect(listed, `${held} invites ${offered}`).toBe(accepted)
        await asOwner('delete from memberships where organization_id = $1 and user_id = $2', [org.id, user.id])
      }
  })

  it('leave out one whose inviter has a custom role that can no longer grant the offered role', async () => {
    const owner = await createMember('owner')
    const recruiter = await createRole(owner.ctx, {
      name: 'Recruiter',
      permissions: [...builtInRoles.member, 'org:invitations:write'],
    })
    const inviter = await createMember('admin', owner.org)
    const { user, session } = await createMember('owner')
    const { id } = await invite(inviter.ctx, { email: user.email, role: 'admin' })
    const waiting = async () => [(await listMyInvitations(session)).length, await counted(session)]
    expect(await waiting()).toEqual([1, 1])
    await changeRole(owner.ctx, inviter.user.id, { role: recruiter.key })
    expect(await waiting()).toEqual([0, 0])
    await expectCode(acceptMyInvitation(session, id), 'invitation_revoked')
  })

  it('are accepted in at most six statements', async () => {
    const { id, session } = await invitedBy('owner', 'viewer')
    const { statements } = countStatements()
    await acceptMyInvitation(session, id)
    expect(statements.length).toBeLessThanOrEqual(6)
  })
})
