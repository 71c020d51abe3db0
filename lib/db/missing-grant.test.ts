// The error that a fork gets when it adds a column and forgets its grant. This file changes tables, so it has its own
// database.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'
import { log } from '@/lib/log'
import { apiRequest, asOwner, createMember, createOrg, expectCode, send } from '@/lib/testing/fixtures'
import { createNote, writeNotes } from '@/lib/testing/notes'
import type { setup as Setup } from '../../scripts/test-database.mjs'
import { database } from './client'
import { findMissingGrant } from './missing-grant'
import { withIdentity } from './with-identity'
import { withOrg } from './with-org'

const stop = await vi.hoisted(async () => {
  const { setup } = (await import('../../scripts/test-database.mjs')) as { setup: typeof Setup }
  return setup()
})
afterAll(stop)

type Member = Awaited<ReturnType<typeof createMember>>
let owner: Member

beforeAll(async () => {
  await asOwner('alter table organizations add column plan text')
  await asOwner('create table drafts (id text primary key, organization_id text not null)')
  owner = await createMember('owner')
})

const choosePlan = () =>
  withOrg(
    owner.ctx,
    'org:manage',
    (db) => db.$executeRaw`update organizations set plan = 'pro' where id = ${owner.org.id}`,
  )

describe('a statement without its grant', () => {
  it('is a defect that names the table and the role, and is logged', async () => {
    const logged = vi.spyOn(log, 'error')
    await expect(choosePlan()).rejects.toThrow('permission denied for table organizations (role tenant)')
    expect(logged).toHaveBeenCalledWith(
      { role: 'tenant', relation: 'organizations' },
      'permission denied for table organizations',
    )
    logged.mockRestore()
  })

  it('is the same defect when Prisma wrote the statement', async () => {
    const peek = withOrg(owner.ctx, 'org:read', (db) => db.user.findMany({ select: { passwordHash: true } }))
    await expect(peek).rejects.toThrow('permission denied for table users (role tenant)')
  })

  it('is the same defect when the statement is sent with the commit', async () => {
    const last = withIdentity((db) => db.$beforeCommit`delete from notes`)
    await expect(last).rejects.toThrow('permission denied for table notes (role identity)')
  })

  it('is answered as internal_error without its message, never as not_found', async () => {
    const { GET } = publicRoute({ GET: operation({ response: z.number(), run: () => choosePlan() }) })
    const { status, body, text } = await send(GET, apiRequest('GET', '/'))
    expect([status, body.code]).toEqual([500, 'internal_error'])
    expect(text).not.toMatch(/permission denied|organizations|tenant/)
  })

  it('differs from a row hidden by row-level security, which counts as not found', async () => {
    const elsewhere = await createOrg()
    const note = await createNote(owner.ctx, { name: 'Minutes' })
    const move = withOrg(
      owner.ctx,
      writeNotes,
      (db) => db.$executeRaw`update notes set organization_id = ${elsewhere.id} where id = ${note.id}`,
    )
    await expectCode(move, 'not_found')
  })
})

describe('the missing grant', () => {
  it.each([
    [
      'a new column that is read and written',
      ['tenant', 'organizations', 'update organizations set name = $1, "plan" = $2 where id = $3 returning id, plan'],
      'grant update (plan) on organizations to tenant;',
    ],
    [
      'a column that is inserted',
      ['tenant', 'organizations', 'INSERT INTO "public"."organizations" ("name", "plan") VALUES ($1, $2)'],
      'grant insert (plan) on organizations to tenant;',
    ],
    [
      'a column that is read',
      ['person', 'organizations', 'select id, plan from organizations'],
      'grant select (plan) on organizations to person;',
    ],
    [
      'rows that are deleted',
      ['tenant', 'organizations', 'delete from organizations where id = $1'],
      'grant delete on organizations to tenant;',
    ],
    ['a table that is not isolated', ['tenant', 'drafts', 'select * from drafts'], `call isolate('drafts');`],
    ['nothing, for what is granted', ['tenant', 'notes', 'select id from notes'], undefined],
    ['nothing, for a table that is not there', ['tenant', 'unknown', 'select 1'], undefined],
  ])('is named for %s', async (_what, [role, table, statement], line) => {
    expect(await findMissingGrant(database().identity, role!, table!, statement!)).toBe(line)
  })
})
