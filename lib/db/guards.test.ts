// What must hold in the database whatever the code does. A new table without isolation fails these tests.
import { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { getEnv } from '@/lib/env'
import { createOrganization } from '@/lib/organizations/commands'
import { assertReady } from '@/lib/server/readiness'
import fs from 'node:fs'
import {
  asOwner,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectCode,
  expectNoGrant,
  uniqueEmail,
  uniqueSlug,
  databaseNow,
} from '@/lib/testing/fixtures'
import { countNotes, createNote, readNotes, writeNotes } from '@/lib/testing/notes'
import { resources, tableOf } from '@/lib/resources'
import { database } from './client'
import { sqlState, translateFailure } from './failures'
import { withIdentity } from './with-identity'
import { assertWeakLogins } from './logins'
import { withOrg } from './with-org'
import { withUser } from './with-user'

// Tables without organization_id, each for a reason.
const globalTables = [
  '_prisma_migrations',
  'connections',
  'deleted_tokens',
  'email_tokens',
  'emails',
  'organizations',
  'passkeys',
  'pending_sign_ins',
  'permission_sets',
  'purged_organizations',
  'rate_limits',
  'recovery_codes',
  'sessions',
  'settings',
  'sign_in_codes',
  'signing_keys',
  'totp_secrets',
  'used_challenges',
  'used_proofs',
  'user_pictures',
  'users',
]

const sequencesOrViews = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'S')`

const tables = `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') as tenant
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`

type Table = { name: string; enabled: boolean; forced: boolean; tenant: boolean }

describe('A281 A282 A310 every table', () => {
  it('has organization_id or is on the list of exceptions', async () => {
    const found = (await asOwner<Table>(tables)).filter(({ tenant }) => !tenant).map(({ name }) => name)
    expect(found.sort()).toEqual(globalTables)
    expect(await asOwner(sequencesOrViews)).toEqual([{ relname: 'org_tokens_status_index_seq' }])
  })

  it('with organization_id forces row-level security, with a policy that checks reads and writes', async () => {
    const ofTenants = (await asOwner<Table>(tables)).filter(({ tenant }) => tenant)
    expect(ofTenants.length).toBeGreaterThan(2)
    expect(ofTenants.filter(({ enabled, forced }) => !enabled || !forced)).toEqual([])
    const checked = await asOwner<{ tablename: string; qual: string; with_check: string }>(
      `select tablename, qual, with_check from pg_policies where policyname = 'tenant_isolation' and cmd = 'ALL'`,
    )
    for (const { name } of ofTenants) {
      const policy = checked.find(({ tablename }) => tablename === name)
      expect(policy?.qual, name).toMatch(/organization_id = \( SELECT current_org\(\)/)
      expect(policy?.with_check, name).toBe(policy?.qual)
    }
  })

  it('that a weak role may use is under row-level security', async () => {
    const open = await asOwner<{ name: string }>(
      `select distinct c.relname as name from pg_class c, unnest(array['tenant', 'person', 'janitor']) r
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
         and (has_table_privilege(r, c.oid, 'select, insert, update, delete') or has_any_column_privilege(r, c.oid, 'select, insert, update'))`,
    )
    expect(open).toEqual([])
  })

  it('has at most one permissive policy for each role and command', async () => {
    const policies = await asOwner<{ place: string; count: number }>(
      `select tablename || ' ' || role || ' ' || command as place, count(*)::int from pg_policies,
         unnest(roles) role, unnest(case when cmd = 'ALL' then '{SELECT,INSERT,UPDATE,DELETE}' else array[cmd] end) command
       where schemaname = 'public' and permissive = 'PERMISSIVE' group by 1 having count(*) > 1`,
    )
    expect(policies).toEqual([])
  })

  it('with organization_id has it first in its key and in references to it', async () => {
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

describe('every table of an organization', () => {
  it('is deleted with the organization', async () => {
    const going = await asOwner<{ name: string }>(
      `with recursive going as (
         select 'organizations'::regclass::oid as id
         union select c.conrelid from going join pg_constraint c on c.confrelid = going.id
           join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
         where c.contype = 'f' and c.confdeltype = 'c' and a.attname = 'organization_id')
       select id::regclass::text as name from going where id <> 'organizations'::regclass`,
    )
    const ofTenants = (await asOwner<Table>(tables)).filter(({ tenant }) => tenant).map(({ name }) => name)
    expect(going.map(({ name }) => name).sort()).toEqual(ofTenants.sort())
  })
})

const roles = ['tenant', 'person', 'identity', 'janitor', 'access', 'integrity']

// Partitions come and go and are all alike: docs/security.md has one line for them.
const tablesOfResources = [...resources.map(tableOf), 'notes']

/** Which role may do what to which table and rows, in the form of docs/security.md. */
async function describeRoles(): Promise<string> {
  const rights = await asOwner<{ table: string; role: string; rights: string }>(
    `select c.relname as "table", r as role, string_agg(p || case when has_table_privilege(r, c.oid, p) then '' else '°' end, ' '
         order by position(p in 'select insert update delete')) as rights
       from pg_class c, unnest($1::text[]) r, unnest('{select,insert,update,delete}'::text[]) p
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (has_table_privilege(r, c.oid, p)
         or p <> 'delete' and has_any_column_privilege(r, c.oid, p))
       group by 1, 2`,
    [roles],
  )
  const policies = await asOwner<{ table: string; role: string; command: string; rows: string }>(
    `select tablename as "table", role, lower(cmd) as command, coalesce(qual, with_check) as rows
       from pg_policies, unnest(roles) role where schemaname = 'public' and coalesce(qual, with_check) <> 'true'
         and policyname not in ('tenant_isolation', 'janitor_isolation') order by 1, 2, 3`,
  )
  const names = [...new Set(rights.map(({ table }) => table))].sort()
  const cell = (table: string, role: string) =>
    rights.find((each) => each.table === table && each.role === role)?.rights ?? ''
  const rightsOf = (table: string) => roles.map((role) => cell(table, role))
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const plain = (text: string) =>
    text
      .replace(/\s+/g, ' ')
      .replace(/ AS current_\w+|::\w+/g, '')
      .replaceAll('|', '\\|')
  return [
    line(['table', ...roles]),
    line(['---', ...roles.map(() => '---')]),
    ...names
      .filter((table) => !tablesOfResources.includes(table))
      .map((table) => line([`\`${table}\``, ...rightsOf(table)])),
    ...new Set(tablesOfResources.map((table) => line(['each resource', ...rightsOf(table)]))),
    '',
    line(['table', 'role', 'for', 'rows']),
    line(['---', '---', '---', '---']),
    ...policies.map(({ table, role, command, rows }) => line([`\`${table}\``, role, command, `\`${plain(rows)}\``])),
  ].join('\n')
}

describe('A309 the roles', () => {
  it('cannot log in or bypass policies', async () => {
    const found = await asOwner(
      `select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = any($1) order by 1`,
      [roles],
    )
    const weak = { rolcanlogin: false, rolsuper: false, rolbypassrls: false, rolcreaterole: false }
    expect(found).toEqual([...roles].sort().map((rolname) => ({ rolname, ...weak })))
  })

  it('may do exactly what docs/security.md says', async () => {
    const text = fs.readFileSync('docs/security.md', 'utf8')
    const [, written] = /<!-- roles -->\n\n([^]*?)\n\n<!-- end of roles -->/.exec(text) ?? []
    const real = await describeRoles()
    const table = (markdown: string) => markdown.replace(/ *\| */g, '|').replace(/-{3,}/g, '---')
    expect(table(written ?? '')).toBe(table(real))
  })

  it('A297 own the few functions that run with their rights, each with a pinned search_path', async () => {
    const definers = await asOwner<{ name: string; owner: string; pinned: boolean; open: boolean }>(
      `select p.proname as name, r.rolname as owner, exists (select from unnest(p.proconfig) c where c like 'search_path=%pg_temp') as pinned,
         has_function_privilege('public', p.oid, 'execute') and p.prorettype <> 'trigger'::regtype as open
       from pg_proc p join pg_roles r on r.oid = p.proowner where p.prosecdef and p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
       order by 1`,
    )
    expect(definers.filter(({ pinned }) => !pinned)).toEqual([])
    expect(definers.filter(({ owner }) => owner !== 'access' && owner !== 'integrity')).toEqual([])
    // Functions that every role may call return the caller's own context, or first require the application's proof.
    const bodies = await asOwner<{ name: string; body: string }>(
      `select proname as name, prosrc as body from pg_proc where proname = any($1)`,
      [definers.filter(({ open }) => open).map(({ name }) => name)],
    )
    const unproven = bodies.filter(
      ({ body }) => !/private\.check_proof\(p_proof|authorize_(member|key)\(.*p_proof\)/.test(body),
    )
    expect(unproven.map(({ name }) => name).sort()).toEqual([
      'current_actor',
      'current_address',
      'current_org',
      'current_person',
    ])
  })

  it('have functions whose kept plans fit tables of every size, and one search_path, so that they are kept', async () => {
    const kept = await asOwner<{ name: string; settings: string[] }>(
      `select p.proname as name, p.proconfig as settings from pg_proc p join pg_language l on l.oid = p.prolang
       where p.pronamespace = 'public'::regnamespace and l.lanname = 'plpgsql' and not p.prosecdef and p.proconfig is not null
         and p.prorettype <> 'trigger'::regtype
       order by 1`,
    )
    const ours = [
      'insert_invitations',
      'join_by_invitation',
      'known_addresses',
      'names_of_roles',
      'open_transfer',
      'overview_of_invitations',
      'overview_of_members',
      'overview_of_start',
    ]
    expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(ours))
    for (const { settings } of kept) expect(settings).toEqual(expect.arrayContaining(['enable_seqscan=off', 'jit=off']))
    const paths = await asOwner<{ path: string }>(
      `select distinct c as path from pg_proc p, unnest(p.proconfig) c
       where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and c like 'search_path=%'`,
    )
    expect(paths).toEqual([{ path: 'search_path=public, pg_temp' }])
  })

  it('do not let the tenant role read password hashes', async () => {
    const { ctx } = await createMember('owner')
    const peek = withOrg(ctx, 'org:read', (db) => db.$queryRaw`select password_hash from users`)
    await expectNoGrant(peek, 'users')
    const keys = withOrg(ctx, 'org:read', (db) => db.$queryRaw`select * from signing_keys`)
    await expectNoGrant(keys, 'signing_keys')
    const notes = withIdentity((db) => db.$queryRaw`select * from notes`)
    await expectNoGrant(notes, 'notes')
  })
})

describe('A308 people', () => {
  it('are visible inside a shared organization only, and only to its members', async () => {
    const a = await createMember('owner')
    const colleague = await createMember('viewer', a.org)
    const stranger = await createMember('owner')
    const seen = await withOrg(a.ctx, 'org:members:read', (db) => db.user.findMany({ select: { id: true } }))
    expect(seen.map(({ id }) => id).sort()).toEqual([a.user.id, colleague.user.id].sort())
    expect(seen.map(({ id }) => id)).not.toContain(stranger.user.id)
    const alone = await withUser(a.session, (db) => db.user.findMany({ select: { id: true } }))
    expect(alone).toEqual([{ id: a.user.id }])
  })

  it('see all their memberships outside an organization, and inside it only its own', async () => {
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

describe('scoped transactions', () => {
  it('A292 cannot be nested', async () => {
    const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
    const nested = withOrg(a.ctx, 'org:read', () => withOrg(b.ctx, 'org:read', countNotes))
    await expect(nested).rejects.toThrow('inside another')
  })

  it('A285 A289 leave no setting on a connection, after success and after failure', async () => {
    const a = await createMember('owner')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 24 }, (_, index) =>
        withOrg(a.ctx, 'org:read', async (db) => {
          await countNotes(db)
          if (index % 2) throw new Error('on purpose')
        }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(12)
    for (const pool of [database().tenant, database().identity])
      for (let i = 0; i < 12; i++) {
        const { rows } = await pool.query(
          `select current_org() as org, current_person() as person, current_user = session_user as as_login`,
        )
        expect(rows[0]).toEqual({ org: null, person: null, as_login: true })
      }
  })

  it('A290 never mix organizations under many interleaved requests', async () => {
    const members = await Promise.all(Array.from({ length: 6 }, () => createMember('owner')))
    for (const { ctx } of members) await createNote(ctx, { name: ctx.organization })
    const work = Array.from({ length: 300 }, async (_, index) => {
      const { ctx } = members[index % members.length]!
      const rows = await withOrg(ctx, readNotes, async (db) => {
        const found = await db.$queryRaw`select name from notes`
        if (index % 7 === 0) throw new Error('on purpose')
        return found
      }).catch(() => null)
      if (rows) expect(rows).toEqual([{ name: ctx.organization }])
    })
    await Promise.all(work)
  })

  it('A294 refuse queries after their transaction is over', async () => {
    const { ctx } = await createMember('owner')
    const kept = await withOrg(ctx, 'org:read', async (db) => ({ db }))
    await expect(kept.db.role.count()).rejects.toThrow()
  })

  it('fail when an error was caught inside them, since Postgres has rolled back', async () => {
    const { ctx } = await createMember('owner')
    const swallowed = withOrg(ctx, writeNotes, async (db) => {
      await db.$executeRaw`select 1 / 0`.catch(() => {})
      return 'done'
    })
    await expect(swallowed).rejects.toThrow('its error was caught')
  })

  it('refuse queries that Prisma would batch across requests', async () => {
    const { ctx } = await createMember('owner')
    const gathered = withOrg(ctx, 'org:read', (db) =>
      (db.role as unknown as { findUnique: (query: object) => Promise<unknown> }).findUnique({ where: { id: 'x' } }),
    )
    await expect(gathered).rejects.toThrow('use findFirst')
  })

  it('create an organization for a verified person, once for each slug', async () => {
    const { session } = await createMember('viewer')
    const { slug } = await createOrg()
    await expectCode(createOrganization(session, { name: 'Again', slug }), 'slug_taken')
    const unverified = await createUser({ verified: false })
    const theirs = await createSession(unverified.id)
    await expectCode(createOrganization(theirs, { name: 'X', slug: `${slug}-2` }), 'email_unverified')
  })

  it('A053 A324 give a slug to one of two simultaneous requests', async () => {
    const people = await Promise.all([createMember('viewer'), createMember('viewer')])
    const slug = uniqueSlug()
    const asked = people.map(({ session }) => createOrganization(session, { name: 'Race', slug }))
    expect((await Promise.allSettled(asked)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('ids', () => {
  it('are TypeIDs that carry a UUIDv7 and sort by time', async () => {
    const before = await databaseNow()
    const ids = await asOwner<{ id: string }>(`select type_id('note') as id from generate_series(1, 50)`)
    const after = await databaseNow()
    for (const { id } of ids) expect(id).toMatch(/^note_[0-7][0-9a-hjkmnp-tv-z]{25}$/)
    const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
    const bits = [...ids[0]!.id.slice(5)]
      .map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0'))
      .join('')
      .slice(2)
    const milliseconds = parseInt(bits.slice(0, 48), 2)
    expect(milliseconds).toBeGreaterThanOrEqual(before)
    expect(milliseconds).toBeLessThanOrEqual(after)
    expect(bits.slice(48, 52)).toBe('0111')
    expect(bits.slice(64, 66)).toBe('10')
    expect(new Set(ids.map(({ id }) => id)).size).toBe(50)
  })
})

describe('the database login', () => {
  it('is accepted when weak, and the database is ready', async () => {
    await assertWeakLogins()
    await assertReady()
  })

  it.runIf(process.env.TEST_DATABASE_URL)('A284 is refused when it could bypass the policies', async () => {
    const connections = database()
    const strong = new Pool({ connectionString: process.env.TEST_OWNER_URL })
    for (const login of ['tenant', 'identity'] as const) {
      const weak = connections[login]
      connections[login] = strong
      await expect(assertWeakLogins().finally(() => (connections[login] = weak))).rejects.toThrow(
        /superuser.*DATABASE_MIGRATION_URL/,
      )
    }
    await strong.end()
    const swapped = { ...connections }
    Object.assign(connections, { tenant: swapped.identity, identity: swapped.tenant })
    await expect(assertWeakLogins().finally(() => Object.assign(connections, swapped))).rejects.toThrow(
      /a member of the role (identity|janitor)/,
    )
    expect(getEnv().DATABASE_URL).not.toBe(process.env.TEST_OWNER_URL)
  })
})

describe('database errors', () => {
  const failing = (sql: string) =>
    database()
      .tenant.query(sql)
      .then(
        () => undefined,
        (error: unknown) => error,
      )

  it('become refusals: a conflict 409, a passing outage 503, and a defect stays a defect', async () => {
    const email = uniqueEmail()
    const create = () => withIdentity((db) => db.user.create({ data: { email, name: 'Twice' } }))
    await create()
    await expectCode(create(), 'conflict')
    for (const message of [
      'Connection terminated unexpectedly',
      'Client has encountered a connection error and is not queryable',
    ])
      expect(translateFailure(new Error(message))).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 })
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

  it('A325 of a deadlock are retried', async () => {
    let tries = 0
    const done = await withIdentity(async (db) => {
      if (++tries < 3) await db.$executeRaw`do $$ begin raise exception 'x' using errcode = '40P01'; end $$`
      return 'done'
    })
    expect([done, tries]).toEqual(['done', 3])
  })
})
