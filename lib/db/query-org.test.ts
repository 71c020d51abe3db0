import { describe, expect, it, vi } from 'vitest'
import { asOwner, countStatements, createMember, expectCode } from '@/lib/testing/fixtures'
import { expectNoTraceOf } from '@/lib/testing/connections'
import { createNote, readNotes } from '@/lib/testing/notes'
import type { Permission } from '@/lib/permissions/catalogue'
import { authorizeOrg } from './authorize'
import { sql } from './sql'
import { markFresh, queryOrg } from './with-org'
import type { MemberSession, OrgContext } from './session'

/** The session of a page, whose access was just checked. */
async function openPage(role: Parameters<typeof createMember>[0] = 'owner', org?: MemberSession['org']) {
  const { ctx } = await createMember(role, org)
  return markFresh(await authorizeOrg(ctx))
}

type Named = { name: string }

const namesOf = (ctx: OrgContext) =>
  queryOrg(
    ctx,
    readNotes,
    () => sql`select name from notes order by name`,
    (rows: Named[]) => rows.map((row) => row.name),
  )

describe('A page', () => {
  it('sends the reads that it begins at the same moment in one message, as one transaction', async () => {
    const page = await openPage()
    await createNote(page, { name: 'Mine' })
    const count = () =>
      queryOrg(
        page,
        'any',
        () => sql`select count(*) as n, now() as at from memberships`,
        ([row]: Read[]) => row!,
      )
    const { statements } = countStatements()
    const [names, first, second] = await Promise.all([namesOf(page), count(), count()])
    expect(names).toEqual(['Mine'])
    expect(first).toEqual({ n: 1n, at: second.at })
    expect(statements).toHaveLength(4)
    expect(statements[0]).toMatch(/assume_context/)
  })

  it('reads the same without its fresh check, with other connections', async () => {
    const { ctx } = await createMember('owner')
    await createNote(ctx, { name: 'Mine' })
    expect(await namesOf(ctx)).toEqual(await namesOf(markFresh(await authorizeOrg(ctx))))
  })

  it('A290 sees its own organization alone, while pages of others read at the same moment', async () => {
    const pages = await Promise.all(Array.from({ length: 12 }, () => openPage()))
    await Promise.all(pages.map((page) => createNote(page, { name: page.org.id })))
    const seen = await Promise.all(pages.map((page) => namesOf(page)))
    expect(seen).toEqual(pages.map(({ org }) => [org.id]))
  })

  it('leaves neither its organization nor its role on a connection', async () => {
    await namesOf(await openPage())
    await expectNoTraceOf('tenant')
  })

  it('is refused what its role may not read, and a refusal of the audit log is recorded', async () => {
    const owner = await openPage()
    const page = await openPage('viewer', owner.org)
    const refused: Permission = 'org:audit:read'
    const read = queryOrg(
      page,
      refused,
      () => sql`select 1 from audit_events`,
      (rows) => rows,
    )
    await expectCode(read, 'insufficient_permissions')
    const found = await asOwner(
      `select 1 from audit_events where organization_id = $1 and action = 'access.refused' and actor_id = $2`,
      [owner.org.id, page.userId],
    )
    expect(found).toHaveLength(1)
  })

  it('fails together if one of its statements fails, and its connection serves the next one', async () => {
    const page = await openPage()
    const broken = queryOrg(
      page,
      'any',
      () => sql`select 1 / 0`,
      (rows) => rows,
    )
    const beside = namesOf(page)
    await expect(broken).rejects.toThrow('division by zero')
    await expect(beside).rejects.toThrow('division by zero')
    expect(await namesOf(page)).toEqual([])
  })
})

describe('A call that reads with a statement of its own', () => {
  const names = sql`select name from notes order by name`
  const read = (ctx: OrgContext, needed: Permission = readNotes) =>
    queryOrg(ctx, needed, names, (rows: Named[], { org }) => ({ org: org.id, names: rows.map(({ name }) => name) }))

  it('sends the access check and the statement in one message, and holds no lock', async () => {
    const { ctx } = await createMember('owner')
    await createNote(ctx, { name: 'Mine' })
    const { statements } = countStatements()
    expect((await read(ctx, 'org:members:write')).names).toEqual(['Mine'])
    expect(statements).toHaveLength(2)
    expect(statements[0]).toMatch(/authorize_member/)
  })

  it('A290 sees its own organization alone, while calls of others read at the same moment', async () => {
    const members = await Promise.all(Array.from({ length: 12 }, () => createMember('owner')))
    await Promise.all(members.map(({ ctx, org }) => createNote(ctx, { name: org.id })))
    const seen = await Promise.all(members.map(({ ctx }) => read(ctx)))
    expect(seen).toEqual(members.map(({ org }) => ({ org: org.id, names: [org.id] })))
  })

  it('sees nothing of an organization of which its caller is no member, even with a statement that asks for all', async () => {
    const { ctx, org } = await createMember('owner')
    await createNote(ctx, { name: 'Mine' })
    const stranger = await createMember('owner')
    const outside = { ...stranger.ctx, organization: org.id }
    const seen = vi.fn()
    await expectCode(queryOrg(outside, readNotes, names, seen), 'not_found')
    expect(seen).not.toHaveBeenCalled()
  })

  it('is refused what its role may not read, before its rows are used, and a refusal of the audit log is recorded', async () => {
    const { org } = await createMember('owner')
    const { ctx, user } = await createMember('viewer', org)
    const seen = vi.fn()
    await expectCode(queryOrg(ctx, 'org:audit:read', sql`select 1 from audit_events`, seen), 'insufficient_permissions')
    expect(seen).not.toHaveBeenCalled()
    const found = await asOwner(
      `select 1 from audit_events where organization_id = $1 and action = 'access.refused' and actor_id = $2`,
      [org.id, user.id],
    )
    expect(found).toHaveLength(1)
  })
})

type Read = { n: bigint; at: Date }
