import { describe, expect, it } from 'vitest'
import { builtInRoles, type RoleKey } from '@/lib/auth/permissions'
import type { InvitationEntry } from '@/lib/db/with-invitation'
import { listDestinations } from '@/lib/organizations'
import { asOwner, countStatements, createMember, createSession, createUser } from '@/lib/testing'
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
  ] as const)('A110 are without those of an inviter who %s', async (_what, role, offered, then) => {
    const { inviter, id, waiting } = await invitedBy(role, offered)
    await createMember('owner', inviter.org)
    expect(await waiting()).toEqual([id])
    await setRole(inviter.org.id, inviter.user.id, then)
    expect(await waiting()).toEqual([])
  })

  it('do not show one organization to another', async () => {
    const one = await invitedBy('owner', 'viewer')
    const other = await createMember('admin')
    const email = (await asOwner<{ email: string }>('select email from users where id = $1', [one.session.userId]))[0]!
    const { id } = await invite(other.ctx, { email: email.email, role: 'member' })
    expect(await one.waiting()).toEqual([id, one.id])
    const stranger = await createSession((await createUser({ verified: false })).id)
    expect(await listMyInvitations(stranger)).toEqual([])
  })

  it('are judged in the database as they are when they are accepted', async () => {
    for (const inviter of [...roleKeys, null])
      for (const role of roleKeys) {
        const [row] = await asOwner<{ may: boolean }>('select may_invite($1, $2) as may', [inviter, role])
        expect(row!.may, `${inviter} invites ${role}`).toBe(
          mayStillInvite({ role } as Offer, { inviterRole: inviter, customRoles: {} } as InvitationEntry),
        )
      }
  })

  it('are accepted in at most seven statements', async () => {
    const { id, session } = await invitedBy('owner', 'viewer')
    const { statements } = countStatements()
    await acceptMyInvitation(session, id)
    expect(statements.length).toBeLessThanOrEqual(7)
  })
})
