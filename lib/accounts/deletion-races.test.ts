// Deleting an account while its person becomes the owner of an organization. The organization keeps an owner who stays.
import { describe, expect, it } from 'vitest'
import { createOrganization } from '@/lib/organizations/commands'
import { deleteOrganization, restoreOrganization } from '@/lib/organizations/deletion'
import { acceptTransfer, offerOwnership } from '@/lib/organizations/transfer'
import { changeRole } from '@/lib/members/commands'
import { addMember, asOwner, createMember, createOrg, createSession, createUser } from '@/lib/testing/fixtures'
import { whileHeld } from '@/lib/testing/locks'
import { deleteAccount } from './deletion'

const deleting = 'update users set deleted_at = now() where id = $1'
const refused = { status: 'rejected', reason: expect.objectContaining({ code: 'last_owner' }) }

/** A person without an organization. */
async function person() {
  const user = await createUser()
  return { user, session: await createSession(user.id) }
}

const ownersOf = async (userId: string) =>
  asOwner(
    `select 1 from memberships m join users u on u.id = m.user_id
     where m.role = 'owner' and u.deleted_at is not null and u.id = $1`,
    [userId],
  )

describe('A320 an account that is being deleted', () => {
  it('does not get an organization by a transfer', async () => {
    const owner = await createMember('owner')
    const { user, ctx } = await createMember('member', owner.org)
    await offerOwnership(owner.ctx, { user_id: user.id })
    expect(await whileHeld(deleting, [user.id], () => [acceptTransfer(ctx)])).toMatchObject([refused])
    expect(await ownersOf(user.id)).toEqual([])
  })

  it('does not found one', async () => {
    const { user, session } = await person()
    const outcomes = await whileHeld(deleting, [user.id], () => [createOrganization(session, { name: 'New' })])
    expect(outcomes).toMatchObject([refused])
    expect(await ownersOf(user.id)).toEqual([])
  })

  it('does not restore one that has no other owner', async () => {
    const { user, session, org, ctx } = await createMember('owner')
    await deleteOrganization(ctx)
    const outcomes = await whileHeld(deleting, [user.id], () => [restoreOrganization(session, org.id)])
    expect(outcomes).toMatchObject([refused])
    const [row] = await asOwner('select deleted_at is not null as deleted from organizations where id = $1', [org.id])
    expect(row).toEqual({ deleted: true })
  })

  it('does not count as the owner who lets another one step down', async () => {
    const [one, other] = [await createMember('owner'), await person()]
    await addMember(one.org.id, other.user.id, 'owner')
    const stepDown = () => [changeRole(one.ctx, one.user.id, { role: 'admin' })]
    expect(await whileHeld(deleting, [other.user.id], stepDown)).toMatchObject([refused])
  })

  it('stays while its person becomes the owner of one', async () => {
    const { user, session } = await person()
    const org = await createOrg()
    const becoming = `insert into memberships (organization_id, user_id, role) values ($1, $2, 'owner')`
    expect(await whileHeld(becoming, [org.id, user.id], () => [deleteAccount(session)])).toMatchObject([refused])
  })
})
