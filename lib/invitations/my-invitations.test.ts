import { describe, expect, it } from 'vitest'
import { builtInRoles, builtInRolesJson, type RoleKey } from '@/lib/auth/permissions'
import type { InvitationEntry } from '@/lib/db/with-invitation'
import { changeRole } from '@/lib/members'
import { listDestinations } from '@/lib/organizations'
import { createRole } from '@/lib/roles/manage'
import { asOwner, countStatements, createMember, createSession, createUser, expectCode } from '@/lib/testing'
import { acceptMyInvitation, listMyInvitations } from './answer'
import { mayStillInvite, type Offer } from './offer'
import { invite } from './send'

const roleKeys = Object.keys(builtInRoles) as RoleKey[]

/** Somebody in an organization of their own, invited to another. */
async function invitedBy(role: RoleKey, offered: RoleKey) {
  const { user, session } = await createMember('owner')
  const inviter = await createMember(role)
  const { id } = await invite(inviter.ctx, { email: user.email, role: offered })
  const waiting = async () => {
    const listed = (await listMyInvitations(session)).map((each) => each.id)
    // The list and the number beside the switcher say the same.
    expect((await listDestinations(session)).invitations).toBe(listed.length)
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

describe('the invitations that wait for a person', () => {
  it.each([
    ['left', 'admin', 'member', null],
    ['may no longer invite', 'admin', 'member', 'member'],
    ['may no longer give the role', 'owner', 'owner', 'admin'],
  ] as const)('are without those of an inviter who %s', async (_what, role, offered, then) => {
    const { inviter, id, waiting } = await invitedBy(role, offered)
    await createMember('owner', inviter.org)
    expect(await waiting()).toEqual([id])
    await setRole(inviter.org.id, inviter.user.id, then)
    expect(await waiting()).toEqual([])
  })

  it('do not show one organization to another', async () => {
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

  it('are judged in the database as they are when they are accepted, also by and to roles of their own', async () => {
    const { org } = await createMember('owner')
    const customRoles = {
      inviter: { name: 'Inviter', permissions: [...builtInRoles.viewer, 'org:invitations:write'] },
      almost_admin: { name: 'Almost', permissions: builtInRoles.admin.filter((held) => held !== 'org:manage') },
      like_admin: { name: 'Like admin', permissions: [...builtInRoles.admin, 'org:of_old'] },
      like_owner: { name: 'Like owner', permissions: [...builtInRoles.owner] },
      silent: { name: 'Silent', permissions: builtInRoles.owner.filter((held) => held !== 'org:invitations:write') },
      nothing: { name: 'Nothing', permissions: [] },
    }
    for (const [key, { name, permissions }] of Object.entries(customRoles))
      await asOwner('insert into roles (organization_id, key, name, permissions) values ($1, $2, $3, $4)', [
        org.id,
        key,
        name,
        permissions,
      ])
    const keys = [...roleKeys, ...Object.keys(customRoles)]
    const judged = await asOwner<{ inviter: string | null; role: string; may: boolean }>(
      `select inviter, role, may_invite(inviter, role) as may
       from (select set_config('app.org_id', $1, true), set_config('app.built_in_roles', $2, true) offset 0) told,
         unnest($3::text[] || null::text) inviter, unnest($3::text[]) role`,
      [org.id, builtInRolesJson, keys],
    )
    expect(judged).toHaveLength((keys.length + 1) * keys.length)
    for (const { inviter, role, may } of judged)
      expect(may, `${inviter} invites ${role}`).toBe(
        mayStillInvite({ role } as Offer, { inviterRole: inviter, customRoles } as unknown as InvitationEntry),
      )
  })

  it('are none of a role of their own that may not give it any more', async () => {
    const owner = await createMember('owner')
    const recruiter = await createRole(owner.ctx, {
      name: 'Recruiter',
      permissions: [...builtInRoles.member, 'org:invitations:write'],
    })
    const inviter = await createMember('admin', owner.org)
    const { user, session } = await createMember('owner')
    const { id } = await invite(inviter.ctx, { email: user.email, role: 'admin' })
    const waiting = async () => [
      (await listMyInvitations(session)).length,
      (await listDestinations(session)).invitations,
    ]
    expect(await waiting()).toEqual([1, 1])
    await changeRole(owner.ctx, inviter.user.id, { role: recruiter.key })
    expect(await waiting()).toEqual([0, 0])
    await expectCode(acceptMyInvitation(session, id), 'invitation_revoked')
  })

  it('are accepted in at most seven statements', async () => {
    const { id, session } = await invitedBy('owner', 'viewer')
    const { statements } = countStatements()
    await acceptMyInvitation(session, id)
    expect(statements.length).toBeLessThanOrEqual(7)
  })
})
