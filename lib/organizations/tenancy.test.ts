// This file has its own database, because the tenancy mode applies to all of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from 'pg'
import { setup } from '../../scripts/test-database.mjs'

process.env.TENANCY_MODE = 'single'
process.env.RATE_LIMIT_SCALE = '1000'
const stop = await setup()
const testing = await import('@/lib/testing/fixtures')
const { applyTenancyMode } = await import('./tenancy')
const { acceptMyInvitation, listMyInvitations } = await import('@/lib/invitations/answer')
const { invite } = await import('@/lib/invitations/send')
const { createOrganization } = await import('@/lib/organizations/commands')
const { listMyOrganizations } = await import('@/lib/organizations/queries')
const { signUp } = await import('@/lib/accounts/commands')
const { verifyEmail } = await import('@/lib/accounts/verification')
const { signIn } = await import('@/lib/accounts/sessions')
const { deleteOrganization, restoreOrganization } = await import('./deletion')
const { connectionName, database, disconnect } = await import('@/lib/db/client')
const { getEnv } = await import('@/lib/env')
const { asOwner, addMember, createMember, createOrg, createSession, createUser, expectCode, uniqueEmail } = testing

const password = 'correct horse battery staple'
/** Like a server that starts. */
const startWith = async (TENANCY_MODE: 'single' | 'multiple') => {
  await disconnect()
  Object.assign(getEnv(), { TENANCY_MODE })
  await applyTenancyMode()
}

const exclusive = (userId: string) =>
  asOwner<{ exclusive: boolean }>('select exclusive from memberships where user_id = $1', [userId])

beforeAll(async () => {
  // Created while the mode was the other one.
  await createMember('owner')
  await applyTenancyMode()
})
afterAll(async () => {
  await database().tenant.end()
  await database().identity.end()
  await testing.endTesting()
  await stop()
})

async function invited(organizations: number) {
  const user = await createUser()
  for (let i = 0; i < organizations; i++)
    await invite((await createMember('owner')).ctx, { email: user.email, role: 'member' })
  const session = await createSession(user.id)
  return { user, session, invitations: await listMyInvitations(session) }
}

describe('single tenancy', () => {
  it('refuses to create or join a second organization, and keeps the invitation open', async () => {
    const { user, session, invitations } = await invited(2)
    await acceptMyInvitation(session, invitations[0]!.id)
    await expectCode(acceptMyInvitation(session, invitations[1]!.id), 'already_member_elsewhere')
    await expectCode(createOrganization(session, { name: 'Second' }), 'already_member_elsewhere')
    expect(await listMyOrganizations(session)).toHaveLength(1)
    expect(await exclusive(user.id)).toEqual([{ exclusive: true }])
    expect(await listMyInvitations(session)).toHaveLength(1)
  })

  it('A053 accepts one of twenty simultaneous invitations', async () => {
    const { user, session, invitations } = await invited(20)
    const outcomes = await Promise.allSettled(invitations.map(({ id }) => acceptMyInvitation(session, id)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await exclusive(user.id)).toEqual([{ exclusive: true }])
  })

  it('is enforced by a constraint even if the trigger does not run', async () => {
    const { user, session, invitations } = await invited(1)
    await acceptMyInvitation(session, invitations[0]!.id)
    const other = await createOrg()
    const behind = asOwner(`do $$ begin
      perform set_config('session_replication_role', 'replica', true);
      insert into memberships (organization_id, user_id, role, exclusive) values ('${other.id}', '${user.id}', 'owner', true);
    end $$`)
    await expect(behind).rejects.toThrow(/memberships_one_organization/)
  })

  it('frees members of a deleted organization, and a restore leaves out those who joined another', async () => {
    const owner = await createMember('owner')
    const { user, session, invitations } = await invited(1)
    await addMember(owner.org.id, user.id, 'member')
    await deleteOrganization(owner.ctx)
    await acceptMyInvitation(session, invitations[0]!.id)
    await restoreOrganization(owner.session, owner.org.id)
    expect(await asOwner('select 1 from memberships where organization_id = $1', [owner.org.id])).toHaveLength(1)
    expect(await exclusive(owner.user.id)).toEqual([{ exclusive: true }])
    const [gone] = await asOwner(
      `select actor_type, target_id, changes from audit_events where organization_id = $1 and action = 'member.removed'`,
      [owner.org.id],
    )
    const changes = { role: ['member', null], reason: [null, 'joined another organization'] }
    expect(gone).toEqual({ actor_type: 'system', target_id: user.id, changes })
    await deleteOrganization(owner.ctx)
    await createOrganization(owner.session, { name: 'Another' })
    await expectCode(restoreOrganization(owner.session, owner.org.id), 'already_member_elsewhere')
  })

  it('creates the organization at the first sign-in after the address is verified', async () => {
    const email = uniqueEmail()
    const headers = new Headers()
    await signUp({ name: 'Ada', email, password, organization_name: 'Ada & Co' }, headers)
    const unproven = await signIn({ email, password }, headers)
    expect(await listMyOrganizations(unproven)).toEqual([])
    const [mail] = await asOwner<{ text: string }>('select text from emails where "to" = $1', [email])
    await verifyEmail({ token: /token=([\w-]{43})/.exec(mail!.text)![1]! }, unproven, headers)
    const [one] = await Promise.all([signIn({ email, password }, headers), signIn({ email, password }, headers)])
    expect(await listMyOrganizations(one)).toMatchObject([{ name: 'Ada & Co', role: 'owner' }])
    await signIn({ email, password }, headers)
    expect(await listMyOrganizations(one)).toHaveLength(1)
  })

  // The embedded database has one process.
  it.runIf(process.env.TEST_DATABASE_URL)('does not start beside a server with the other mode', async () => {
    const { DATABASE_IDENTITY_URL: connectionString } = getEnv()
    const server = (mode: string) =>
      new Client({ connectionString, application_name: connectionName('identity', mode) })
    const [alike, other] = [server('single'), server('multiple')]
    await Promise.all([alike.connect(), other.connect()])
    await expect(startWith('single')).rejects.toThrow(
      'TENANCY_MODE=single: a server with TENANCY_MODE=multiple uses this database. Stop it first.',
    )
    await other.end()
    await expect.poll(() => startWith('single').then(() => 'started', String)).toBe('started')
    await alike.end()
  })

  it('does not start while a person belongs to two organizations', async () => {
    await startWith('multiple')
    const { user } = await createMember('owner')
    await addMember((await createOrg()).id, user.id, 'viewer')
    await expect(startWith('single')).rejects.toThrow(/1 person belongs to more than one organization/)
    const { session, invitations } = await invited(2)
    for (const { id } of invitations) await acceptMyInvitation(session, id)
    await expect(startWith('single')).rejects.toThrow(/2 people/)
  })
})
