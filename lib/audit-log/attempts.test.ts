// Refused attempts and sign-ins are recorded, too.
import { describe, expect, it } from 'vitest'
import { createApiKey } from '@/lib/api-keys/commands'
import { listApiKeys } from '@/lib/api-keys/queries'
import type { Permission } from '@/lib/permissions/catalogue'
import { startSession } from '@/lib/auth/credentials'
import { endSession, signIn } from '@/lib/accounts/sessions'
import { hashPassword } from '@/lib/auth/passwords'
import type { UserContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { inviteMany } from '@/lib/invitations/send'
import { changeRole } from '@/lib/members/commands'
import { issueOrgToken } from '@/lib/org-token/issue'
import { switchOrganization } from '@/lib/organizations/switching'
import { createRole } from '@/lib/roles/commands'
import {
  addMember,
  asOwner,
  createMember,
  createOrg,
  createUser,
  expectCode,
  uniqueEmail,
  proven,
} from '@/lib/testing/fixtures'
import { createNote, listNotes, writeNotes } from '@/lib/testing/notes'
import { listAuditEvents } from './queries'

type Row = {
  action: string
  actor_id: string | null
  target_type: string
  target_id: string
  target_name: string
  ip: string | null
  request_id: string
}

const trailOf = (organizationId: string) =>
  asOwner<Row>('select * from audit_events where organization_id = $1 order by sequence', [organizationId])

describe('A344 a refused attempt', () => {
  it('is recorded with the missing permission, although its transaction is rolled back', async () => {
    const { ctx, org, user } = await createMember('viewer')
    const from = { ...ctx, origin: { ip: '203.0.113.9', requestId: 'request-9' } }
    await expectCode(createNote(from, { name: 'No' }), 'insufficient_permissions')
    expect(await trailOf(org.id)).toMatchObject([
      {
        action: 'access.refused',
        actor_id: user.id,
        target_type: 'permission',
        target_id: writeNotes,
        ip: '203.0.113.9',
        request_id: 'request-9',
      },
    ])
  })

  it('names the role that the actor may not grant', async () => {
    const { ctx, org } = await createMember('admin')
    const colleague = await createMember('member', org)
    await expectCode(changeRole(ctx, colleague.user.id, { role: 'owner' }), 'insufficient_permissions')
    expect(await trailOf(org.id)).toMatchObject([{ action: 'access.refused', target_type: 'role', target_id: 'owner' }])
  })

  it('names only the missing permissions, not the ones that the actor holds', async () => {
    const { ctx, org } = await createMember('admin')
    const [one, two]: Permission[][] = [['org:delete'], ['org:delete', 'org:transfer']]
    await expectCode(createRole(ctx, { name: 'Up', permissions: one! }), 'insufficient_permissions')
    const key = { name: 'Up', permissions: two!, expires_in_days: 1 }
    await expectCode(createApiKey(ctx, key), 'insufficient_permissions')
    const ruled = withOrg(ctx, writeNotes, async () => {
      throw new AppError('insufficient_permissions', { detail: 'Not on a Sunday.' })
    })
    await expectCode(ruled, 'insufficient_permissions')
    expect((await trailOf(org.id)).map((row) => [row.target_type, row.target_id, row.target_name])).toEqual([
      ['permission', 'org:delete', 'delete the organization'],
      ['permission', 'org:delete org:transfer', 'delete the organization and transfer ownership of the organization'],
      ['rule', writeNotes, 'Not on a Sunday.'],
    ])
  })

  it('in a list of invitations is recorded once for each role', async () => {
    const { ctx, org } = await createMember('admin')
    const rows = ['member', 'owner', 'owner', 'made_up'].map((role) => ({ email: uniqueEmail(), role }))
    await inviteMany(ctx, rows)
    const told = (await trailOf(org.id)).map(({ action, target_id: id }) => (action === 'access.refused' ? id : action))
    expect(told.sort()).toEqual(['invitation.created', 'owner'])
  })

  it('is recorded once a minute for each actor and permission, also for simultaneous attempts', async () => {
    const { ctx, org } = await createMember('viewer')
    const attempt = () => expectCode(createNote(ctx, { name: 'No' }), 'insufficient_permissions')
    await Promise.all(Array.from({ length: 8 }, attempt))
    await attempt()
    expect(await trailOf(org.id)).toHaveLength(1)
    await expectCode(
      withOrg(ctx, 'org:manage', async () => {}),
      'insufficient_permissions',
    )
    const other = await createMember('viewer', org)
    await expectCode(createNote(other.ctx, { name: 'No' }), 'insufficient_permissions')
    expect(await trailOf(org.id)).toHaveLength(3)
  })

  it('to read the audit log or list API keys is recorded once a minute', async () => {
    const { ctx, org, user } = await createMember('member')
    const read = () => listAuditEvents(ctx, { limit: 1 })
    await expectCode(read(), 'insufficient_permissions')
    await expectCode(read(), 'insufficient_permissions')
    await expectCode(listApiKeys(ctx, { limit: 1 }), 'insufficient_permissions')
    expect(await trailOf(org.id)).toMatchObject([
      { action: 'access.refused', actor_id: user.id, target_type: 'permission', target_id: 'org:audit:read' },
      { action: 'access.refused', actor_id: user.id, target_type: 'permission', target_id: 'org:api_keys:read' },
    ])
  })

  it('is not recorded for viewing a page or for a caller who is not a member', async () => {
    const { ctx, org } = await createMember('member')
    await expectCode(
      withOrg(ctx, 'org:invitations:read', async () => {}),
      'insufficient_permissions',
    )
    const stranger = await createMember('owner')
    await expectCode(createNote({ ...stranger.ctx, organization: org.id }, { name: 'No' }), 'not_found')
    await listNotes(ctx, { limit: 1 })
    expect(await trailOf(org.id)).toEqual([])
  })
})

async function inTwo(password?: string) {
  const user = await createUser({ passwordHash: password ? await hashPassword(password) : '' })
  const orgs = [await createOrg(), await createOrg()] as const
  for (const org of orgs) await addMember(org.id, user.id, 'member')
  return { user, orgs }
}

const enter = (session: UserContext, { id }: { id: string }) =>
  issueOrgToken({ ...session, organization: id, tokenId: null })

describe('a sign-in', () => {
  it('is recorded at the first session in an organization, and so is its end', async () => {
    const { user, orgs } = await inTwo()
    const origin = { ip: '203.0.113.9', requestId: 'request-9' }
    const session = { ...(await startSession(await proven(user.id), new Headers(), ['pwd'])), origin }
    expect(await trailOf(orgs[0].id)).toEqual([])
    await enter(session, orgs[0])
    await enter(session, orgs[0])
    await switchOrganization(session, orgs[0].slug)
    const act = { actor_id: user.id, target_type: 'user', target_id: user.id, ip: origin.ip }
    expect(await trailOf(orgs[0].id)).toMatchObject([{ action: 'session.entered', ...act }])
    await endSession(session.sessionId, origin)
    await endSession(session.sessionId, origin)
    expect(await trailOf(orgs[0].id)).toMatchObject([
      { action: 'session.entered', ...act },
      { action: 'session.ended', ...act },
    ])
  })

  it('is not recorded in organizations that the session never used, even those of the same person', async () => {
    const { user, orgs } = await inTwo()
    const bystander = await createOrg()
    const session = await startSession(await proven(user.id), new Headers(), ['pwd'])
    await enter(session, orgs[0])
    await expectCode(enter(session, bystander), 'not_found')
    await endSession(session.sessionId)
    expect(await trailOf(orgs[0].id)).toHaveLength(2)
    for (const { id } of [orgs[1], bystander]) expect(await trailOf(id)).toEqual([])
  })

  it('is recorded without deadlock when many start and end at once', async () => {
    const { user, orgs } = await inTwo()
    const sessions = await Promise.all(
      Array.from({ length: 6 }, async () => startSession(await proven(user.id), new Headers(), ['pwd'])),
    )
    // In both orders, several times each.
    await Promise.all(
      sessions.flatMap((session, n) => [0, 1, 2, 3].map((time) => enter(session, orgs[((n + time) % 2) as 0 | 1]))),
    )
    await Promise.all(sessions.map(({ sessionId }) => endSession(sessionId)))
    for (const org of orgs) {
      const told = (await trailOf(org.id)).map(({ action }) => action)
      expect(told).toEqual([...Array<string>(6).fill('session.entered'), ...Array<string>(6).fill('session.ended')])
    }
  })

  it('with a wrong password is recorded in no organization', async () => {
    const password = 'the right one, truly'
    const { user, orgs } = await inTwo(password)
    const session = await signIn({ email: user.email, password }, new Headers())
    await enter(session, orgs[0])
    const attempt = () =>
      expectCode(signIn({ email: user.email, password: 'a wrong one' }, new Headers()), 'invalid_credentials')
    await attempt()
    await attempt()
    // Later events are recorded, earlier ones are not.
    await endSession(session.sessionId)
    expect(await trailOf(orgs[0].id)).toMatchObject([
      { action: 'session.entered', actor_id: user.id },
      { action: 'session.ended', actor_id: user.id },
    ])
    expect(await trailOf(orgs[1].id)).toEqual([])
  })
})
