import { createHash } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemContext, type OrgSession } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { asOwner, createMember, databaseNow, expectNoGrant } from '@/lib/testing/fixtures'
import { onAuditEvents, recordAudit } from './record'

type Event = { sequence: string; hash: string; previous_hash: string; text: string; actor_name: string }

const events = (organizationId: string) =>
  asOwner<Event>('select *, audit_text(e) as text from audit_events e where organization_id = $1 order by sequence', [
    organizationId,
  ])

const target = { type: 'note', id: 'note_1', name: 'Minutes' }

describe('the audit log', () => {
  it('chains events by hash in commit order', async () => {
    const { ctx, org, user } = await createMember('owner')
    const record = (n: number) =>
      withOrg(ctx, 'org:read', (db, session) =>
        recordAudit(db, session, 'note.renamed', target, { name: ['Old', `New ${n}`] }),
      )
    await Promise.all(Array.from({ length: 8 }, (_, n) => record(n)))
    const chain = await events(org.id)
    expect(chain.map(({ sequence }) => Number(sequence))).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(chain[0]!.actor_name).toBe(user.name)
    chain.forEach(({ hash, previous_hash, text }, index) => {
      expect(previous_hash).toBe(chain[index - 1]?.hash ?? '')
      expect(hash).toBe(createHash('sha256').update(text).digest('hex'))
    })
  })

  it('is rolled back with its transaction', async () => {
    const { ctx, org } = await createMember('owner')
    const failing = withOrg(ctx, 'org:read', async (db, session) => {
      await recordAudit(db, session, 'note.renamed', target)
      throw new Error('after the event')
    })
    await expect(failing).rejects.toThrow('after the event')
    expect(await events(org.id)).toEqual([])
  })

  it('is announced once it is committed, and not when it was rolled back', async () => {
    const { ctx, org } = await createMember('owner')
    const announced: string[] = []
    onAuditEvents((id) => announced.push(id))
    onTestFinished(() => onAuditEvents(() => {}))
    const record = async (db: OrgDb, session: OrgSession) => {
      await recordAudit(db, session, 'note.renamed', target)
      expect(announced).toEqual([])
    }
    await withOrg(ctx, 'org:read', async (db, session) => {
      await record(db, session)
      throw new Error('after the event')
    }).catch(() => {})
    expect(announced).toEqual([])
    await withOrg(ctx, 'org:read', record)
    expect(announced).toEqual([org.id])
  })

  it('cannot be changed or shortened by the application', async () => {
    const { ctx, org } = await createMember('owner')
    await withOrg(ctx, 'org:read', (db, session) => recordAudit(db, session, 'note.renamed', target))
    const change = withOrg(ctx, 'org:read', (db) => db.$executeRaw`update audit_events set action = 'note.created'`)
    await expectNoGrant(change, 'audit_events')
    const shorten = withOrg(ctx, 'org:read', (db) => db.$executeRaw`delete from audit_events`)
    await expectNoGrant(shorten, 'audit_events')
    expect(await events(org.id)).toHaveLength(1)
  })

  it('survives the deletion of its organization until the time to restore it has passed', async () => {
    const { ctx, org } = await createMember('owner')
    await withOrg(ctx, 'org:read', (db, session) => recordAudit(db, session, 'note.renamed', target))
    // The types forbid this, so the test sends its own query.
    const byModel = (db: OrgDb) =>
      (db as unknown as { organization: { deleteMany: () => Promise<unknown> } }).organization.deleteMany()
    const byQuery = (db: OrgDb) => db.$executeRaw`delete from organizations`
    const wipe = async () => {
      await expectNoGrant(withOrg(ctx, 'org:read', byModel), 'organizations')
      await expectNoGrant(withOrg(ctx, 'org:read', byQuery), 'organizations')
      return withOrg(systemContext(org.id), 'any:write', byQuery)
    }
    expect(await wipe()).toBe(0)
    const now = await databaseNow()
    const long = new Date(now - 90 * 24 * 60 * 60 * 1000)
    await withOrg(ctx, 'org:read', async (db) => {
      await db.organization.update({ where: { id: org.id }, data: { deletedAt: long }, select: { id: true } })
      await db.$executeRaw`update organizations set deleted_at = ${long} where id = ${org.id}`
    })
    const purge = () => withOrg(systemContext(org.id), 'any:write', byQuery)
    expect(await purge()).toBe(0)
    const backdate = (db: OrgDb) => db.$executeRaw`update organizations set deleted_at = ${long}`
    await expectNoGrant(withOrg(systemContext(org.id), 'any:write', backdate), 'organizations')
    const [row] = await asOwner<{ at: Date }>('select deleted_at as at from organizations where id = $1', [org.id])
    expect(row!.at.getTime()).toBeGreaterThanOrEqual(now)
    expect(await events(org.id)).toHaveLength(1)
    await asOwner('update organizations set deleted_at = $2 where id = $1', [org.id, long])
    expect(await purge()).toBe(1)
    expect(await events(org.id)).toEqual([])
  })

  it('loses no event through the deletion of any other row', async () => {
    const parents = await asOwner(
      `select confrelid::regclass::text as parent from pg_constraint
       where contype = 'f' and conrelid = 'audit_events'::regclass`,
    )
    expect(parents).toEqual([{ parent: 'organizations' }])
    const removers = await asOwner(
      `select grantee from information_schema.role_table_grants where table_name = 'organizations'
         and privilege_type in ('DELETE', 'TRUNCATE') and grantee in ('tenant', 'person', 'identity', 'janitor', 'access', 'integrity')`,
    )
    expect(removers).toEqual([{ grantee: 'janitor' }])
  })
})
