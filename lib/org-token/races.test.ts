// A token is issued while the facts in it change: either the request is refused, or the token says what is true now, or
// its bit is in the published list. Two connections, in both orders; a server with one backend cannot show any of this.
import { untilBlocked } from '@/lib/testing/locks'
import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { prove } from '@/lib/db/proof'
import {
  addMember,
  asOwner,
  createMember,
  createOrg,
  createSession,
  createUser,
  unique,
  databaseNow,
} from '@/lib/testing/fixtures'
import { issueOrgToken } from './issue'

type World = Awaited<ReturnType<typeof setUp>>
type Issue = [sql: string, values: unknown[]]

async function setUp() {
  const org = await createOrg()
  await asOwner(
    `insert into roles (organization_id, key, name, permissions) values ($1, 'auditor', 'Auditor', '{org:read}')`,
    [org.id],
  )
  const user = await createUser()
  await addMember(org.id, user.id, 'auditor')
  const session = await createSession(user.id)
  const keyOf = async (scope: string) => {
    const secretHash = createHash('sha256').update(unique()).digest('hex')
    const [row] = await asOwner<{ id: string }>(
      `insert into api_keys (organization_id, name, prefix, secret_hash, created_by, role, permissions)
       values ($1, 'Export', 'key', $2, $3, ${scope}) returning id`,
      [org.id, secretHash, user.id],
    )
    return { id: row!.id, secretHash }
  }
  const key = await keyOf(`'auditor', '{}'`)
  const scoped = await keyOf(`null, '{org:read}'`)
  return { org, user, session, key, scoped }
}

const byMember = async ({ org, session }: World, activate: boolean): Promise<Issue> => [
  'select (i.access).*, i.* from issue_member_token($1, $2, null, $3, null, null, 300, $4, $5) i',
  [
    ...[session.sessionId, session.userId, org.id, activate],
    await prove('member', session.sessionId, session.userId, null, null, org.id, null),
  ],
]

const byKey = async ({ id, secretHash }: World['key']): Promise<Issue> => [
  'select (i.access).*, i.* from issue_key_token($1, $2, null, 300, null, $3) i',
  [id, secretHash, await prove('key', id, secretHash, null, null, null)],
]

const issuers: Record<string, (world: World) => Promise<Issue>> = {
  'a member': (world) => byMember(world, false),
  'a member who switches': (world) => byMember(world, true),
  'an API key with a role': ({ key }) => byKey(key),
  'an API key with permissions': ({ scoped }) => byKey(scoped),
}

const removal = `delete from memberships where organization_id = $1`
const demotion = `update memberships set role = 'viewer' where organization_id = $1`
const redefinition = `update roles set permissions = '{org:read,org:audit:read}' where organization_id = $1`
const deletion = `update organizations set deleted_at = now() where id = $1`
const signOut = `update sessions set ended_at = now() where user_id in (select user_id from memberships where organization_id = $1)`
const erasure = `delete from sessions where user_id in (select user_id from memberships where organization_id = $1)`
const revocation = `update api_keys set revoked_at = now() where organization_id = $1`
const reduction = `update api_keys set role = 'viewer', permissions = '{}' where organization_id = $1`

const people = { removal, demotion, redefinition, deletion, signOut, erasure }
const keys = { removal, demotion, redefinition, deletion, revocation, reduction }
const cases = Object.entries(issuers).flatMap(([who, issue]) =>
  Object.entries(who.startsWith('a member') ? people : keys).map(([what, sql]) => ({ who, what, issue, sql })),
)

async function connect<T>(work: (...clients: Client[]) => Promise<T>): Promise<T> {
  const clients = Array.from({ length: 2 }, () => new Client(process.env.TEST_OWNER_URL))
  await Promise.all(clients.map((client) => client.connect()))
  try {
    return await work(...clients)
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

/** Begins `first` and leaves it open until `second` waits for it, or is done. Out: what the two answered. */
const overlap = (first: Issue, second: Issue) =>
  connect(async (one, other) => {
    await one!.query('begin')
    const opening = await one!.query(...first)
    let done = false
    const [{ pid: opener }] = (await one!.query('select pg_backend_pid() as pid')).rows
    const closing = other!.query(...second).finally(() => (done = true))
    await untilBlocked(opener, () => (done ? 0 : 1))
    await one!.query('commit')
    return [opening.rows[0], (await closing).rows[0]]
  })

/** Whether an issued token is trusted offline although it is no longer true. */
async function isStale(issued: { status: string; status_index: string; role: string | null }, what: string) {
  if (issued.status !== 'ok') return false
  const [row] = await asOwner<{ role: string; live: boolean }>(
    'select role, revoked_at is null as live from org_tokens where status_index = $1',
    [issued.status_index],
  )
  const isKept = await asOwner('select 1 from deleted_tokens where status_index = $1', [issued.status_index])
  if (!row) return isKept.length === 0
  return row.live && !(await saysWhatIsTrue(issued as never, what))
}

const saysWhatIsTrue = async (issued: Record<string, unknown>, what: string) => {
  const roles = JSON.stringify(issued.custom_roles)
  if (what === 'redefinition') return roles.includes('org:audit:read')
  if (what === 'demotion') return (issued.creator_role ?? issued.role) === 'viewer'
  return what === 'reduction' && issued.role === 'viewer'
}

const goAway = (organizationId: string) =>
  asOwner(`update memberships set last_active_at = now() - interval '1 hour' where organization_id = $1`, [
    organizationId,
  ])

describe.runIf(process.env.TEST_DATABASE_URL)('a token', () => {
  it.each(cases)('of $who does not survive a $what at the same moment', async ({ what, issue, sql }) => {
    const late = await setUp()
    const [, issuedLate] = await overlap([sql, [late.org.id]], await issue(late))
    expect(await isStale(issuedLate, what), 'asked for after the end').toBe(false)
    const early = await setUp()
    const [issuedEarly] = await overlap(await issue(early), [sql, [early.org.id]])
    expect(await isStale(issuedEarly, what), 'stored before the end').toBe(false)
  })

  it('is issued to every tab of a person who returns with several at once', async () => {
    const { ctx, org } = await createMember('member')
    await goAway(org.id)
    const now = await databaseNow()
    const all = Array.from({ length: 8 }, (_, i) => issueOrgToken(ctx, { activate: i % 2 === 0 }))
    expect((await Promise.all(all)).map(({ organization }) => organization.id)).toEqual(Array(8).fill(org.id))
    const [seen] = await asOwner('select last_active_at from memberships where organization_id = $1', [org.id])
    expect((seen!.last_active_at as Date).getTime()).toBeGreaterThanOrEqual(now)
  })

  it('is issued without waiting to record the activity of its bearer', async () => {
    const { org, ...world } = await setUp()
    await goAway(org.id)
    const shared: Issue = ['select 1 from memberships where organization_id = $1 for share', [org.id]]
    await connect(async (one, other) => {
      await one!.query('begin')
      await one!.query(...shared)
      await other!.query(`set lock_timeout = '2s'`)
      const { rows } = await other!.query(...(await issuers['a member']!({ org, ...world })))
      expect(rows[0].status).toBe('ok')
    })
  })
})
