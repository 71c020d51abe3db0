// The access report counts what the transactions of a page returned, and compares each row with the organization.
import { describe, expect, it } from 'vitest'
import { authorizeOrg } from '@/lib/db/authorize'
import { withOrg } from '@/lib/db/with-org'
import { listMembers } from '@/lib/members/queries'
import { getOverview } from '@/lib/organizations/overview'
import { addMember, asOwner, createMember, createUser, expectCode, unique } from '@/lib/testing/fixtures'
import { allowAccessReport } from './commands'
import { mayReadAccessReport, readAccessReport } from './queries'

const list = { limit: 20, sort: 'name' } as const

describe('the access report', () => {
  it('counts the rows of each table, and names the permissions that the transactions asked for', async () => {
    const { ctx, org } = await createMember('owner')
    for (let i = 0; i < 2; i++) await addMember(org.id, (await createUser()).id, 'member')
    const session = await authorizeOrg(ctx)
    const report = await readAccessReport(session, 'org:members:read', () => listMembers(session, list))
    expect(report).toMatchObject({
      page: { permission: 'org:members:read', isHeld: true },
      transactions: 1,
      needs: [{ permission: 'org:members:read', isHeld: true }],
    })
    expect(report.tables.map(({ others }) => others)).toEqual(report.tables.map(() => 0))
    expect(report.tables).toContainEqual(
      expect.objectContaining({
        table: 'memberships',
        rows: 3,
        policy: expect.stringContaining('current_org()'),
        isForced: true,
      }),
    )
  })

  it('counts the rows that Postgres wrote as JSON', async () => {
    const { ctx } = await createMember('owner')
    const session = await authorizeOrg(ctx)
    const { tables } = await readAccessReport(session, 'org:read', () => getOverview(session))
    expect(tables).toContainEqual(expect.objectContaining({ table: 'memberships', rows: 1, others: 0 }))
  })

  it('notices rows of another organization, should a query return them', async () => {
    const { ctx } = await createMember('owner')
    const other = await createMember('owner')
    const [foreign] = await asOwner<{ id: string }>(
      `insert into roles (organization_id, key, name, description, permissions)
       values ($1, $2, 'Theirs', '', '{org:read}') returning id`,
      [other.org.id, unique()],
    )
    const session = await authorizeOrg(ctx)
    const { tables } = await readAccessReport(session, 'org:read', () =>
      withOrg(
        session,
        'org:read',
        (db) => db.$queryRaw`
        select ${foreign!.id}::text as id union all select ${session.org.id} union all select ${other.org.id}`,
      ),
    )
    expect(tables.map(({ table, rows, others }) => [table, rows, others])).toEqual([
      ['organizations', 2, 1],
      ['roles', 1, 1],
    ])
  })

  it('describes a previewed role with the rights of that role', async () => {
    const { ctx } = await createMember('owner')
    const session = await authorizeOrg({ ...ctx, viewAs: 'viewer' })
    const report = await readAccessReport(session, 'org:audit:read', async () => {})
    expect(report).toMatchObject({ page: { isHeld: false }, person: { role: 'Viewer', isPreview: true }, roles: [] })
  })

  it('is closed until an administrator allows it, which the audit log records', async () => {
    const { ctx, org } = await createMember('admin')
    const member = await createMember('member', org)
    const isOpen = async () => mayReadAccessReport(await authorizeOrg(member.ctx))
    expect(await isOpen()).toBe(false)
    await expectCode(allowAccessReport(member.ctx, true), 'insufficient_permissions')
    expect(await isOpen()).toBe(false)
    await allowAccessReport(ctx, true)
    await allowAccessReport(ctx, true)
    expect(await isOpen()).toBe(true)
    await allowAccessReport(ctx, false)
    expect(await isOpen()).toBe(false)
    const events = await asOwner(
      `select action from audit_events where organization_id = $1 and action like 'organization.access%' order by sequence`,
      [org.id],
    )
    expect(events.map(({ action }) => action)).toEqual([
      'organization.access_report_allowed',
      'organization.access_report_closed',
    ])
  })
})
