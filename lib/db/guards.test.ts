// What must be true of the database whatever the code does. A new table that forgets its isolation turns this red.
import { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { getEnv } from '@/lib/env'
import { assertReady, assertWeakLogin } from '@/lib/readiness'
import { asOwner, createMember, createOrg, createUser, expectCode, uniqueEmail } from '@/lib/testing'
import { database } from './client'
import { sqlState, translateFailure } from './failures'
import { withIdentity } from './with-identity'
import { foundOrg, withOrg } from './with-org'
import { withUser } from './with-user'

// Tables without organization_id, each on purpose.
const globalTables = [
  '_prisma_migrations',
  'deleted_tokens',
  'email_tokens',
  'emails',
  'organizations',
  'permission_sets',
  'purged_organizations',
  'sessions',
  'settings',
  'signing_keys',
  'users',
]
const sequencesOrViews = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'S')`

const tables = `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') as tenant
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`

type Table = { name: string; enabled: boolean; forced: boolean; tenant: boolean }

describe('A281 A282 A310 every table', () => {
  it('belongs to an organization, or is on the list of those that do not', async () => {
    const found = (await asOwner<Table>(tables)).filter(({ tenant }) => !tenant).map(({ name }) => name)
    expect(found.sort()).toEqual(globalTables)
    expect(await asOwner(sequencesOrViews)).toEqual([{ relname: 'org_tokens_status_index_seq' }])
  })

  it('of an organization forces row-level security, with a policy that checks reads and writes', async () => {
    const ofTenants = (await asOwner<Table>(tables)).filter(({ tenant }) => tenant)
    expect(ofTenants.length).toBeGreaterThan(2)
    expect(ofTenants.filter(({ enabled, forced }) => !enabled || !forced)).toEqual([])
    const checked = await asOwner<{ tablename: string; qual: string; with_check: string }>(
      `select tablename, qual, with_check from pg_policies where policyname = 'tenant_isolation' and cmd = 'ALL'`,
    )
    for (const { name } of ofTenants) {
      const policy = checked.find(({ tablename }) => tablename === name)
      expect(policy?.qual, name).toContain('organization_id = current_org()')
      expect(policy?.with_check, name).toContain('organization_id = current_org()')
    }
  })

  it('of an organization is keyed by it first, and referenced with it', async () => {
    const keys = await asOwner<{ table_name: string; definition: string }>(
      `select conrelid::regclass::text as table_name, pg_get_constraintdef(oid) as definition from pg_constraint
       where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f')`,
    )
    const ofTenants = (await asOwner<Table>(tables)).filter(({ tenant }) => tenant).map(({ name }) => name)
    for (const { table_name, definition } of keys.filter((key) => ofTenants.includes(key.table_name))) {
      if (!definition.startsWith('FOREIGN KEY'))
        expect(definition, table_name).toMatch(/^(PRIMARY KEY|UNIQUE) \(organization_id[,)]/)
      const target = /REFERENCES (\w+)/.exec(definition)?.[1]
      if (target && ofTenants.includes(target)) expect(definition, table_name).toMatch(/FOREIGN KEY \(organization_id,/)
    }
  })
})

describe('A309 the weak roles', () => {
  it('cannot log in, bypass policies, truncate, or reach each other’s tables', async () => {
    const roles = await asOwner(
      `select rolname, rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname in ('tenant', 'identity', 'janitor') order by 1`,
    )
    expect(roles).toEqual([
      { rolname: 'identity', rolcanlogin: false, rolsuper: false, rolbypassrls: false },
      { rolname: 'janitor', rolcanlogin: false, rolsuper: false, rolbypassrls: false },
      { rolname: 'tenant', rolcanlogin: false, rolsuper: false, rolbypassrls: false },
    ])
    const grants = await asOwner<{ grantee: string; table_name: string; rights: string }>(
      `select grantee, table_name, string_agg(privilege_type, ' ' order by privilege_type) as rights
       from information_schema.role_table_grants where grantee in ('tenant', 'identity', 'janitor') group by 1, 2 order by 1, 2`,
    )
    expect(grants.map(({ grantee, table_name, rights }) => `${grantee} ${table_name}: ${rights}`))
      .toMatchInlineSnapshot(`
        [
          "identity _prisma_migrations: SELECT",
          "identity deleted_tokens: SELECT",
          "identity email_tokens: DELETE INSERT SELECT UPDATE",
          "identity emails: DELETE INSERT SELECT UPDATE",
          "identity permission_sets: INSERT SELECT",
          "identity sessions: DELETE INSERT SELECT UPDATE",
          "identity settings: SELECT",
          "identity signing_keys: DELETE INSERT SELECT UPDATE",
          "identity users: DELETE INSERT SELECT UPDATE",
          "janitor audit_events: DELETE",
          "janitor audit_trails: SELECT",
          "tenant api_keys: DELETE INSERT SELECT UPDATE",
          "tenant audit_events: SELECT",
          "tenant audit_trails: SELECT",
          "tenant deleted_tokens: DELETE INSERT SELECT",
          "tenant invitations: DELETE INSERT SELECT UPDATE",
          "tenant member_terms: DELETE INSERT SELECT UPDATE",
          "tenant memberships: DELETE INSERT SELECT UPDATE",
          "tenant org_tokens: DELETE INSERT SELECT UPDATE",
          "tenant organization_logos: DELETE INSERT SELECT UPDATE",
          "tenant organization_slugs: DELETE INSERT SELECT UPDATE",
          "tenant organizations: DELETE INSERT SELECT",
          "tenant ownership_transfers: DELETE INSERT SELECT UPDATE",
          "tenant projects: DELETE INSERT SELECT UPDATE",
          "tenant purged_organizations: INSERT",
          "tenant roles: DELETE INSERT SELECT UPDATE",
          "tenant settings: SELECT",
        ]
      `)
  })

  it('that keeps house knows which organizations there are, and of their rows the ends of their trails', async () => {
    const columns = await asOwner<{ right: string }>(
      `select table_name || '.' || column_name || ' ' || privilege_type as right from information_schema.column_privileges
       where grantee = 'janitor' and privilege_type <> 'INSERT' order by 1`,
    )
    expect(columns.map(({ right }) => right)).toMatchInlineSnapshot(`
      [
        "audit_events.hash SELECT",
        "audit_events.occurred_at SELECT",
        "audit_events.organization_id SELECT",
        "audit_events.sequence SELECT",
        "audit_trails.anchor_at SELECT",
        "audit_trails.anchor_hash SELECT",
        "audit_trails.anchor_sequence SELECT",
        "audit_trails.anchor_sequence UPDATE",
        "audit_trails.organization_id SELECT",
        "audit_trails.retention_days SELECT",
        "audit_trails.shortened_at SELECT",
        "organizations.deleted_at SELECT",
        "organizations.id SELECT",
        "organizations.slug SELECT",
      ]
    `)
  })

  it('A297 no function runs with its owner’s rights', async () => {
    const definers = `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`
    expect(await asOwner(definers)).toEqual([])
  })

  it('keep password hashes from the tenant role', async () => {
    const { ctx } = await createMember('owner')
    const peek = withOrg(ctx, 'org:read', (db) => db.$queryRaw`select password_hash from users`)
    await expectCode(peek, 'not_found')
    const keys = withOrg(ctx, 'org:read', (db) => db.$queryRaw`select * from signing_keys`)
    await expectCode(keys, 'not_found')
    const projects = withIdentity((db) => db.$queryRaw`select * from projects`)
    await expectCode(projects, 'not_found')
  })
})

describe('A308 people', () => {
  it('are visible to those who share the organization, there, and to nobody else', async () => {
    const a = await createMember('owner')
    const colleague = await createMember('viewer', a.org)
    const stranger = await createMember('owner')
    const seen = await withOrg(a.ctx, 'org:members:read', (db) => db.user.findMany({ select: { id: true } }))
    expect(seen.map(({ id }) => id).sort()).toEqual([a.user.id, colleague.user.id].sort())
    expect(seen.map(({ id }) => id)).not.toContain(stranger.user.id)
    const alone = await withUser(a.session, (db) => db.user.findMany({ select: { id: true } }))
    expect(alone).toEqual([{ id: a.user.id }])
  })

  it('see their own memberships from outside, and inside only those of that organization', async () => {
    const a = await createMember('owner')
    const b = await createOrg()
    await asOwner(`insert into memberships (organization_id, user_id, role) values ($1, $2, 'viewer')`, [
      b.id,
      a.user.id,
    ])
    await createMember('owner', b)
    const outside = await withUser(a.session, (db) => db.membership.findMany({ select: { organizationId: true } }))
    expect(outside.map(({ organizationId }) => organizationId).sort()).toEqual([a.org.id, b.id].sort())
    const inside = await withOrg(a.ctx, 'org:members:read', (db) =>
      db.membership.findMany({ select: { organizationId: true } }),
    )
    expect(inside).toEqual([{ organizationId: a.org.id }])
  })
})

describe('the doors', () => {
  it('A292 do not open inside one another', async () => {
    const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
    const nested = withOrg(a.ctx, 'org:read', () => withOrg(b.ctx, 'org:read', (db) => db.project.count()))
    await expect(nested).rejects.toThrow('inside another')
  })

  it('A285 A289 leave nothing behind on a connection, after success and after failure', async () => {
    const a = await createMember('owner')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 24 }, (_, index) =>
        withOrg(a.ctx, 'org:read', async (db) => {
          await db.project.count()
          if (index % 2) throw new Error('on purpose')
        }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(12)
    for (let i = 0; i < 12; i++) {
      const { rows } = await database().tenant.query(
        `select current_org() as org, current_person() as person, current_user = session_user as as_login`,
      )
      expect(rows[0]).toEqual({ org: null, person: null, as_login: true })
    }
  })

  it('A290 never mix organizations under many interleaved requests', async () => {
    const members = await Promise.all(Array.from({ length: 6 }, () => createMember('owner')))
    for (const { ctx } of members)
      await withOrg(ctx, 'org:projects:write', (db) => db.project.create({ data: { name: ctx.organization } }))
    const work = Array.from({ length: 300 }, async (_, index) => {
      const { ctx } = members[index % members.length]!
      const rows = await withOrg(ctx, 'org:projects:read', async (db) => {
        const found = await db.project.findMany({ select: { name: true } })
        if (index % 7 === 0) throw new Error('on purpose')
        return found
      }).catch(() => null)
      if (rows) expect(rows).toEqual([{ name: ctx.organization }])
    })
    await Promise.all(work)
  })

  it('A294 are closed once their transaction is over', async () => {
    const { ctx } = await createMember('owner')
    const kept = await withOrg(ctx, 'org:read', async (db) => ({ db }))
    await expect(kept.db.project.count()).rejects.toThrow()
  })

  it('found an organization for a verified person, once for each slug', async () => {
    const { session } = await createMember('viewer')
    const slug = (await createOrg()).slug
    await expectCode(foundOrg(session, { name: 'Again', slug }), 'slug_taken')
    const unverified = await createUser({ verified: false })
    const [row] = await asOwner<{ id: string }>(
      `insert into sessions (user_id, expires_at) values ($1, now() + interval '1 day') returning id`,
      [unverified.id],
    )
    await expectCode(
      foundOrg({ userId: unverified.id, sessionId: row!.id }, { name: 'X', slug: `${slug}-2` }),
      'email_unverified',
    )
  })

  it('A053 A324 give a slug to one of two who ask at once', async () => {
    const people = await Promise.all([createMember('viewer'), createMember('viewer')])
    const slug = `race-${Date.now().toString(36)}`
    const outcomes = await Promise.allSettled(people.map(({ session }) => foundOrg(session, { name: 'Race', slug })))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('ids', () => {
  it('are TypeIDs that carry a UUIDv7 and sort by time', async () => {
    const ids = await asOwner<{ id: string }>(`select type_id('proj') as id from generate_series(1, 50)`)
    for (const { id } of ids) expect(id).toMatch(/^proj_[0-7][0-9a-hjkmnp-tv-z]{25}$/)
    const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
    const bits = [...ids[0]!.id.slice(5)]
      .map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0'))
      .join('')
      .slice(2)
    const milliseconds = parseInt(bits.slice(0, 48), 2)
    expect(Math.abs(milliseconds - Date.now())).toBeLessThan(60_000)
    expect(bits.slice(48, 52)).toBe('0111')
    expect(bits.slice(64, 66)).toBe('10')
    expect(new Set(ids.map(({ id }) => id)).size).toBe(50)
  })
})

describe('the login', () => {
  it('is accepted when weak, and the database is ready', async () => {
    await assertWeakLogin()
    await assertReady()
  })

  it.runIf(process.env.TEST_DATABASE_URL)('A284 is refused when it could bypass the policies', async () => {
    const weak = database().tenant
    const strong = new Pool({ connectionString: process.env.TEST_OWNER_URL })
    const shared = globalThis as { database?: { pool: Pool } }
    shared.database!.pool = strong
    try {
      await expect(assertWeakLogin()).rejects.toThrow(/superuser.*DATABASE_MIGRATION_URL/)
    } finally {
      shared.database!.pool = weak
      await strong.end()
    }
    expect(getEnv().DATABASE_URL).not.toBe(process.env.TEST_OWNER_URL)
  })
})

describe('failures', () => {
  const failing = (sql: string) =>
    database()
      .pool.query(sql)
      .then(
        () => undefined,
        (error: unknown) => error,
      )

  it('become refusals: a clash a 409, passing trouble a 503, a defect stays one', async () => {
    const email = uniqueEmail()
    const create = () => withIdentity((db) => db.user.create({ data: { email, name: 'Twice' } }))
    await create()
    await expectCode(create(), 'conflict')
    expect(translateFailure(new Error('Connection terminated unexpectedly'))).toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 1,
    })
    const down = new Pool({ host: '127.0.0.1', port: 1 })
    const refused = await down.query('select 1').catch((error: unknown) => error)
    expect(translateFailure(refused)).toMatchObject({ code: 'unavailable' })
    const defect = await failing('select nonsense')
    expect(sqlState(defect)).toBe('42703')
    expect(translateFailure(defect)).toBe(defect)
  })

  it('name a statement that took too long', async () => {
    const tooLong = await failing(`do $$ begin raise exception 'x' using errcode = '57014'; end $$`)
    expect(translateFailure(tooLong)).toMatchObject({ code: 'unavailable', status: 503 })
  })

  it('A325 of a deadlock are tried again', async () => {
    let tries = 0
    const done = await withIdentity(async (db) => {
      if (++tries < 3) await db.$executeRaw`do $$ begin raise exception 'x' using errcode = '40P01'; end $$`
      return 'done'
    })
    expect([done, tries]).toEqual(['done', 3])
  })
})
