// Reads on a replica, with a pool that stands for one: it sends to the same database and keeps what it was asked. The drill has a real
// one (scripts/drill/faults/replica.mjs).
import fs from 'node:fs'
import path from 'node:path'
import type { Pool, PoolClient } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listAuditEvents, listAuditEventsSchema } from '@/lib/audit-log/queries'
import { getAuditView } from '@/lib/audit-log/view'
import { removeMember } from '@/lib/members/commands'
import { countStatements, createMember, expectCode } from '@/lib/testing/fixtures'
import { countNotes, createNote, readNotes } from '@/lib/testing/notes'
import { authorizeOrg } from './authorize'
import { database } from './client'
import { findReplica, withReplica } from './replica'
import { countReturned } from './returned-rows'
import { markFresh } from './with-org'

type Query = string | { text: string; first?: { text: string }[] }

/** `isReplayed`: whether it has what the primary had at the check. `fails`: every connection to it is refused. */
function openReplica({ isReplayed = true, fails = false } = {}) {
  const asked: string[] = []
  const { tenant } = database()
  const send = (to: { query: unknown }, args: unknown[]) => {
    const [query] = args as [Query]
    const all = typeof query === 'string' ? [query] : [...(query.first ?? []), query].map(({ text }) => text)
    asked.push(...all)
    if (all.some((text) => text.includes('pg_last_wal_replay_lsn')))
      return Promise.resolve({ rows: [{ isReplayed }], fields: [] })
    return Reflect.apply(to.query as () => unknown, to, args)
  }
  const wrap = (client: PoolClient) =>
    new Proxy(client, {
      get(target, key) {
        if (key === 'query') return (...args: unknown[]) => send(target, args)
        const value = Reflect.get(target, key) as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  const connect = async () => {
    if (fails) throw new Error('connect ECONNREFUSED')
    return wrap(await tenant.connect())
  }
  database().replica = {
    connect,
    query: async (...args: unknown[]) => (await connect(), send(tenant, args)),
  } as unknown as Pool
  onTestFinished(() => void (database().replica = undefined))
  return asked
}

const firstPage = listAuditEventsSchema.parse({})

describe('A read on the replica', () => {
  it('never checks access: the check runs on the primary, before the replica is asked at all', async () => {
    const { ctx } = await createMember('owner')
    await createNote(ctx, { name: 'Mine' })
    const asked = openReplica()
    const { data } = await listAuditEvents(ctx, firstPage)
    expect(data.map(({ action }) => action)).toContain('note.created')
    expect(asked.some((text) => text.includes('from audit_events'))).toBe(true)
    expect(asked.filter((text) => /authorize_|read_membership|list_access|insert|update/i.test(text))).toEqual([])
  })

  it('A040 refuses a removed member, whatever the replica still has', async () => {
    const { ctx: owner, org } = await createMember('owner')
    const { ctx, user } = await createMember('admin', org)
    await removeMember(owner, user.id)
    const asked = openReplica()
    await expectCode(listAuditEvents(ctx, firstPage), 'not_found')
    expect(asked).toEqual([])
  })

  it('refuses a member without the permission, before the replica is asked', async () => {
    const { ctx } = await createMember('viewer')
    const asked = openReplica()
    await expectCode(listAuditEvents(ctx, firstPage), 'insufficient_permissions')
    expect(asked).toEqual([])
  })

  it('sees its own organization alone', async () => {
    const [mine, theirs] = await Promise.all([createMember('owner'), createMember('owner')])
    await createNote(mine.ctx, { name: 'Mine' })
    await createNote(theirs.ctx, { name: 'Theirs' })
    openReplica()
    const names = await withReplica(mine.ctx, readNotes, (db) => db.$queryRaw`select name from notes`)
    expect(names).toEqual([{ name: 'Mine' }])
  })

  it('is the primary’s when the replica lags behind, and for a while after that', async () => {
    const { ctx } = await createMember('owner')
    await createNote(ctx, { name: 'Just written' })
    const asked = openReplica({ isReplayed: false })
    const { data } = await listAuditEvents(ctx, firstPage)
    expect(data.map(({ action }) => action)).toContain('note.created')
    expect(asked.some((text) => text.includes('from audit_events'))).toBe(false)
    const before = asked.length
    await listAuditEvents(ctx, firstPage)
    expect(asked).toHaveLength(before)
  })

  it('is the primary’s when the replica is away', async () => {
    const { ctx } = await createMember('owner')
    await createNote(ctx, { name: 'Mine' })
    openReplica({ fails: true })
    const { data } = await listAuditEvents(ctx, firstPage)
    expect(data.map(({ action }) => action)).toContain('note.created')
    expect(await findReplica()).toEqual({ isReachable: false, lagSeconds: null })
  })

  it('reads a page whose access was just checked, too', async () => {
    const { ctx } = await createMember('owner')
    await createNote(ctx, { name: 'Mine' })
    const page = markFresh(await authorizeOrg(ctx))
    const asked = openReplica()
    const { list } = await getAuditView(page, firstPage)
    expect(list.data.map(({ action }) => action)).toContain('note.created')
    expect(asked.some((text) => text.includes('from audit_events'))).toBe(true)
  })

  it('is not used for an access report, which counts one transaction', async () => {
    const { ctx } = await createMember('owner')
    const asked = openReplica()
    await countReturned(() => listAuditEvents(ctx, firstPage))
    expect(asked).toEqual([])
  })
})

it('only one file of lib/db sends anything to the replica', () => {
  const files = fs.readdirSync(import.meta.dirname).filter((file) => /^[\w-]+\.ts$/.test(file))
  const naming = files.filter((file) => /'replica'/.test(fs.readFileSync(path.join(import.meta.dirname, file), 'utf8')))
  expect(naming.sort()).toEqual(['client.ts', 'logins.ts', 'replica.ts'])
})

it('without a replica a read is one transaction of the primary', async () => {
  const { ctx } = await createMember('owner')
  expect(await findReplica()).toBeNull()
  const { statements } = countStatements()
  expect(await withReplica(ctx, readNotes, countNotes)).toBe(0)
  expect(statements.filter((text) => text === 'commit; reset all')).toHaveLength(1)
})
