// SQL injected into a query of one organization reaches no data of another, no password hash and no session, and cannot
// write audit events in another person's name. On a real server, where the application's logins are weak; the
// embedded database has one login that may do everything, so none of this holds there (docs/security.md says so).
import { createHash, randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { openInvitation } from '@/lib/invitations/preview'
import { asOwner, createMember, createUser } from '@/lib/testing/fixtures'
import { countNotes, createNote, readNotes, writeNotes } from '@/lib/testing/notes'
import { withIdentity } from './with-identity'
import { withOrg, type OrgDb } from './with-org'

type Member = Awaited<ReturnType<typeof createMember>>

/** `mine` has the open transaction, `theirs` has none; `both` is a person in either, whose session id the attacker knows. */
type World = { mine: Member; theirs: Member; both: { userId: string; sessionId: string }; marker: string }

let world: World

beforeAll(async () => {
  const [mine, theirs] = await Promise.all([createMember('owner'), createMember('owner')])
  const marker = `marker-${randomBytes(6).toString('hex')}`
  await createNote(theirs.ctx, { name: marker })
  const both = await createMember('member', theirs.org)
  await asOwner(`insert into memberships (organization_id, user_id, role) values ($1, $2, 'member')`, [
    mine.org.id,
    both.user.id,
  ])
  await asOwner('update users set password_hash = $2 where id = $1', [theirs.user.id, `argon ${marker}`])
  await asOwner(
    `insert into emails (id, "to", subject, text, html, about) values ($2, 'a@example.com', '', '', '', $1)`,
    [theirs.org.id, `mail_${marker}`],
  )
  world = { mine, theirs, both: both.session, marker }
})

/** Runs statements one after the other, as an injection would. Out: everything that they answered, refusals included. */
async function smuggle(statements: (world: World) => string[]): Promise<string> {
  const heard: unknown[] = []
  const attack = async (db: OrgDb) => {
    for (const text of statements(world)) heard.push(await run(db, text))
  }
  await withOrg(world.mine.ctx, writeNotes, attack).catch((error: Error) => heard.push(error.message))
  return JSON.stringify(heard, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

// Bypasses the types, which offer no raw SQL, as a tricked library would.
const run = (db: OrgDb, text: string): Promise<unknown> =>
  // eslint-disable-next-line no-restricted-syntax -- the raw SQL is the attack
  (db as unknown as { $queryRawUnsafe: (text: string) => Promise<unknown> }).$queryRawUnsafe(text)

const seeNotes = `select name from notes where name like 'marker-%'`
const seeHashes = `select password_hash from users where password_hash like 'argon marker-%'`
const sign = (scope: string) => `${scope} user_x ${'0'.repeat(64)}`

/** Keyed by what each attack tries to read. None may reveal the marker. */
const reading: Record<string, (world: World) => string[]> = {
  'no condition at all': () => [seeNotes],
  'the other organization by its id': ({ theirs }) => [`${seeNotes} and organization_id = '${theirs.org.id}'`],
  'the setting of an older version': ({ theirs }) => [
    `select set_config('app.org_id', '${theirs.org.id}', true)::text`,
    seeNotes,
  ],
  'a forged context without a signature': ({ theirs }) => [
    `select set_config('app.context', '${theirs.org.id}', true)::text`,
    seeNotes,
  ],
  'a forged context with a signature of its own': ({ theirs }) => [
    `select set_config('app.context', '${sign(theirs.org.id)}', true)::text`,
    seeNotes,
  ],
  'the signature of its own organization under another name': ({ theirs }) => [
    `select set_config('app.context', '${theirs.org.id} ' || split_part(current_setting('app.context'), ' ', 2) || ' ' ||
      split_part(current_setting('app.context'), ' ', 3), true)::text`,
    seeNotes,
  ],
  'a context for the whole session': ({ theirs }) => [
    `select set_config('app.context', '${sign(theirs.org.id)}', false)::text`,
    seeNotes,
  ],
  'no role': () => ['select 1 from (select set_config($$role$$, $$none$$, true)) s', seeNotes],
  'reset role': () => ['reset role', seeNotes],
  'the role identity': () => ['set role identity', seeHashes],
  'the role identity by a setting': () => [`select set_config('role', 'identity', true)::text`, seeHashes],
  'the role janitor': () => ['set role janitor', seeNotes],
  'the role access': () => ['set role access', seeNotes],
  'the role integrity': () => ['set role integrity', `select * from memberships`, seeHashes],
  'the superuser': () => ['set role postgres', seeNotes],
  'the session authorization of the superuser': () => ['set session authorization postgres', seeNotes],
  'row-level security switched off': () => ['set row_security = off', seeNotes],
  'password hashes': () => [seeHashes],
  'password hashes through a function': () => [
    `select query_to_xml('${seeHashes.replaceAll("'", "''")}', true, false, '')::text`,
  ],
  sessions: () => [`select id from sessions`],
  'the sessions behind its own tokens': () => ['select session_id from org_tokens'],
  'the keys that sign the context': () => ['select secret::text from private.hmac_keys'],
  'the signature asked for': ({ theirs }) => [`select private.set_context('${theirs.org.id}', 'x')::text`, seeNotes],
  'the key of the application': () => ['select application_key()::text'],
  'the access check, with a session that it has seen, without a proof': ({ theirs, both }) => [
    `select authorize_member('${both.sessionId}', '${both.userId}', 1, '${theirs.org.id}', null, null, false, false, null)::text`,
    seeNotes,
  ],
  'the access check after a commit': ({ theirs, both }) => [
    'commit',
    `select authorize_member('${both.sessionId}', '${both.userId}', 1, '${theirs.org.id}', null, null, false, false, 'x')::text`,
    'set role tenant',
    seeNotes,
  ],
  'an assumed context': ({ theirs }) => [`select assume_context('${theirs.org.id}', 'system', 'x')::text`, seeNotes],
  'its own context after a commit': () => ['commit', 'set role tenant', seeNotes],
  'a savepoint rolled back': () => ['savepoint s', 'rollback to savepoint s', seeNotes],
  'a temporary table in place of ours': () => ['create temporary table notes (name text)', seeNotes],
  'a function of its own': () => [
    `create function peek() returns setof text language sql security definer as 'select name from notes'`,
    'select peek()',
  ],
  'a view of its own': () => ['create view peek as select * from notes', 'select * from peek'],
  'a file of the server': () => [`select pg_read_file('PG_VERSION')`],
  'what the planner knows of the values': () => [
    `select most_common_vals::text, histogram_bounds::text from pg_stats where tablename in ('notes', 'users')`,
  ],
  'what others are asking': () => [
    `select query from pg_stat_activity where query like '%marker-%' and pid <> pg_backend_pid()`,
  ],
  'the trail of another': () => [`select target_name from audit_events where target_name like 'marker-%'`],
  'a copy to a program': () => [`copy notes to program 'cat > /tmp/notes'`],
}

/** Keyed by what each attack tries to change; with the table and the condition of the rows that must stay as they are. */
const writing: Record<string, { attack: (world: World) => string[]; unchanged: string }> = {
  'a note of another': {
    attack: ({ theirs }) => [`update notes set name = 'gone' where organization_id = '${theirs.org.id}' returning id`],
    unchanged: 'select name from notes where organization_id = $1',
  },
  'a note into another': {
    attack: ({ theirs }) => [`insert into notes (organization_id, name) values ('${theirs.org.id}', 'planted')`],
    unchanged: 'select name from notes where organization_id = $1',
  },
  'a membership of another': {
    attack: ({ theirs, mine }) => [
      `insert into memberships (organization_id, user_id, role) values ('${theirs.org.id}', '${mine.user.id}', 'owner')`,
    ],
    unchanged: 'select user_id, role from memberships where organization_id = $1 order by 1',
  },
  'the list of revoked tokens': {
    attack: () => ['delete from deleted_tokens', `insert into deleted_tokens values (1, now())`],
    unchanged: 'select count(*) from deleted_tokens where $1::text is not null',
  },
  'the tokens of another': {
    attack: () => ['update org_tokens set revoked_at = now()'],
    unchanged: 'select id, revoked_at from org_tokens where organization_id = $1',
  },
  'a link that resets a password': {
    attack: ({ theirs }) => [
      `insert into email_tokens (user_id, purpose, token_hash, expires_at) values ('${theirs.user.id}', 'reset_password', 'x', now())`,
    ],
    unchanged: 'select count(*) from email_tokens where $1::text is not null',
  },
  'the deletion of another': {
    attack: ({ theirs }) => [`update organizations set deleted_at = now() where id = '${theirs.org.id}'`],
    unchanged: 'select deleted_at from organizations where id = $1',
  },
  'a mail of another that waits': {
    attack: ({ marker }) => [
      `insert into invitations (email, role, token_hash, email_id, expires_at)
         values ('a@example.com', 'viewer', '${marker}', 'mail_${marker}', now() + interval '1 day')`,
      `update invitations set revoked_at = now() where token_hash = '${marker}' returning id`,
    ],
    unchanged: 'select id, status from emails where about = $1 order by 1',
  },
  'a mail in the name of another': {
    attack: ({ theirs }) => [
      `insert into emails ("to", subject, text, html, about) values ('a@example.com', '', '', '', '${theirs.org.id}')`,
    ],
    unchanged: 'select count(*) from emails where about = $1',
  },
}

describe.runIf(process.env.TEST_DATABASE_URL)('hostile SQL inside an organization', () => {
  it.each(Object.entries(reading))('reads nothing elsewhere: %s', async (_name, statements) => {
    const heard = await smuggle(statements)
    expect(heard).not.toContain(world.marker)
    expect(heard).not.toContain('argon')
    expect(heard).not.toContain(world.theirs.session.sessionId)
  })

  it.each(Object.entries(writing))('changes nothing elsewhere: %s', async (_name, { attack, unchanged }) => {
    const before = await asOwner(unchanged, [world.theirs.org.id])
    await smuggle(attack)
    expect(await asOwner(unchanged, [world.theirs.org.id])).toEqual(before)
  })

  it('leaves nothing for the next transaction of the connection to read', async () => {
    await smuggle(() => ['prepare authorize as select 1', `set session app.context = 'org_x user_x y'`])
    await smuggle(({ theirs }) => [`select set_config('app.context', '${sign(theirs.org.id)}', false)::text`, 'commit'])
    for (let i = 0; i < 12; i++) {
      const seen = await withOrg(world.mine.ctx, readNotes, countNotes)
      expect(seen).toBe(0)
    }
  })

  it.each([[[]], [['commit']]])('leaves no setting for the next transaction of the connection %j', async (end) => {
    const settings = ['default_transaction_isolation', 'datestyle', 'search_path'] as const
    const read = () =>
      withOrg(
        world.mine.ctx,
        readNotes,
        (db) => db.$queryRaw`select name, setting from pg_settings where name = any(${settings}) order by name`,
      )
    const before = await read()
    await smuggle(() => [
      `set session default_transaction_isolation = 'repeatable read'`,
      `set session datestyle = 'German'`,
      `set session search_path = 'pg_temp'`,
      ...end,
    ])
    for (let i = 0; i < 12; i++) expect(await read()).toEqual(before)
  })

  it('cannot verify an address through an invitation that it creates itself', async () => {
    const token = randomBytes(32).toString('base64url')
    const tokenHash = createHash('sha256').update(token).digest('hex')
    await smuggle(({ mine }) => [
      `insert into emails (id, "to", subject, text, html) values ('mail_${tokenHash}', 'ceo@example.com', '', '', '')`,
      `insert into invitations (email, role, token_hash, invited_by, email_id, expires_at) values
         ('ceo@example.com', 'viewer', '${tokenHash}', '${mine.user.id}', 'mail_${tokenHash}', now() + interval '1 day')`,
    ])
    const { state, viewer } = await openInvitation(token, null, new Headers())
    expect([state, viewer]).toEqual(['pending', 'unproven'])
  })

  it('cannot use the context of another organization after its transaction', async () => {
    let captured = ''
    await withOrg(world.theirs.ctx, readNotes, async (db) => {
      const [row] = await db.$queryRaw<{ context: string }[]>`select current_setting('app.context') as context`
      captured = row!.context
      expect(await countNotes(db)).toBe(1)
    })
    const heard = await smuggle(() => [`select set_config('app.context', '${captured}', true)::text`, seeNotes])
    expect(captured).toContain(world.theirs.org.id)
    expect(heard).not.toContain(world.marker)
  })

  it('writes audit events in its own name only', async () => {
    const { mine } = world
    const somebody = await createUser({ name: 'Olga Petrenko' })
    await smuggle(() => [
      `insert into audit_events (action, actor_type, actor_id, actor_name, target_type, target_name)
         values ('note.deleted', 'user', '${somebody.id}', 'Olga Petrenko', 'note', 'forged')`,
    ])
    const written = await asOwner<{ actor_id: string; actor_name: string }>(
      `select actor_id, actor_name from audit_events where organization_id = $1 and target_name = 'forged'`,
      [mine.org.id],
    )
    expect(written).toEqual([{ actor_id: mine.user.id, actor_name: mine.user.name }])
    await smuggle(() => [`update audit_events set actor_name = 'x'`])
    await smuggle(() => ['delete from audit_events'])
    await smuggle(() => [
      `insert into audit_events (sequence, hash, action, actor_type, actor_name, target_type, target_name)
      values (1, 'x', 'a.b', 'user', 'x', 'note', 'numbered')`,
    ])
    const after = await asOwner('select target_name from audit_events where organization_id = $1', [mine.org.id])
    expect(after).toEqual([{ target_name: 'forged' }])
  })

  it('cannot use the login for organizations as the login for people, nor the reverse', async () => {
    const members = await asOwner<{ login: string; role: string }>(
      `select l.rolname as login, r.rolname as role from pg_auth_members m
         join pg_roles l on l.oid = m.member join pg_roles r on r.oid = m.roleid
       where l.rolname in ($1, $2) order by 1, 2`,
      [new URL(process.env.DATABASE_URL!).username, new URL(process.env.DATABASE_IDENTITY_URL!).username],
    )
    expect(members.map(({ role }) => role)).toEqual(['person', 'tenant', 'identity', 'janitor'])
    await expect(withIdentity((db) => db.$queryRaw`select * from notes`)).rejects.toThrow(
      'permission denied for table notes',
    )
  })
})

// Each guard is removed in turn, on a connection whose change is rolled back: the attack that it stops must then work, or
// the test above proves nothing.
describe.runIf(process.env.TEST_DATABASE_URL)('each guard against hostile SQL', () => {
  type Removal = { guard: string; remove: (login: string) => string; attack: (world: World) => string[] }
  let signedElsewhere = ''
  beforeAll(async () => {
    const [row] = await asOwner<{ mac: string }>(`select private.hmac('context', $1) as mac`, [
      `${world.theirs.org.id} x`,
    ])
    signedElsewhere = row!.mac
  })
  const removals: Removal[] = [
    {
      guard: 'the policy of a table',
      remove: () => 'alter table notes disable row level security',
      attack: () => [seeNotes],
    },
    {
      guard: 'the signature of the context',
      remove: () =>
        `create or replace function private.context() returns text[] language sql stable as $$
           select string_to_array(current_setting('app.context', true), ' ') $$`,
      attack: ({ theirs }) => [`set local app.context = '${sign(theirs.org.id)}'`, seeNotes],
    },
    {
      guard: 'the transaction in what is signed',
      remove: () =>
        `create or replace function private.sign_context(p_scope text, p_actor text) returns text language sql stable as $$
           select private.hmac('context', p_scope || ' ' || p_actor) $$`,
      // The signature as it would be without that part, in another transaction.
      attack: ({ theirs }) => [`set local app.context = '${theirs.org.id} x ${signedElsewhere}'`, seeNotes],
    },
    {
      guard: 'the key of the context, which only its owner reads',
      remove: (login) =>
        `grant usage on schema private to "${login}", tenant; grant select on private.hmac_keys to tenant`,
      attack: () => [`select 'marker-' from private.hmac_keys`],
    },
    {
      guard: 'the application’s proof',
      remove: () =>
        `create or replace function private.check_proof(p_proof text, variadic p_arguments text[]) returns void
           language sql stable as 'select null::void'`,
      attack: ({ theirs, both }) => [
        `select authorize_member('${both.sessionId}', '${both.userId}', 1, '${theirs.org.id}', null, null, false, false, null)`,
        seeNotes,
      ],
    },
    {
      guard: 'a login that can become identity',
      remove: (login) => `grant identity to "${login}"`,
      attack: () => [
        'set local role identity',
        seeHashes.replace('password_hash from', `replace(password_hash, 'argon ', '') from`),
      ],
    },
    {
      guard: 'a login that can become access',
      remove: (login) =>
        `grant access to "${login}"; grant select on notes to access; create policy p on notes to access using (true)`,
      attack: () => ['set local role access', seeNotes],
    },
    {
      guard: 'the columns of people',
      remove: () =>
        'grant select on users to tenant; create policy all_of_them on users for select to tenant using (true)',
      attack: () => [`select replace(password_hash, 'argon ', '') from users`],
    },
    {
      guard: 'the sessions behind tokens',
      remove: () =>
        'grant select on org_tokens to tenant; grant select on sessions to tenant; create policy p on sessions for select to tenant using (true)',
      attack: ({ theirs, marker }) => [`select '${marker}' from sessions where id = '${theirs.session.sessionId}'`],
    },
    {
      guard: 'the check of what is written',
      remove: () =>
        'create policy open on notes for insert to tenant with check (true); grant insert on notes to tenant',
      attack: ({ theirs, marker }) => [
        `insert into notes (organization_id, name) values ('${theirs.org.id}', '${marker}')`,
        `select '${marker}'`,
      ],
    },
    {
      guard: 'no temporary tables',
      remove: () =>
        `do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$`,
      attack: ({ marker }) => ['create temporary table notes (name text)', `select '${marker}'`],
    },
    {
      guard: 'nothing to be created in the schema',
      remove: () => 'grant create on schema public to public',
      attack: ({ marker }) => [`create function peek() returns int language sql as 'select 1'`, `select '${marker}'`],
    },
  ]

  it.each(removals)('$guard', async ({ remove, attack }) => {
    const owner = new Client({ connectionString: process.env.TEST_OWNER_URL })
    await owner.connect()
    const login = new URL(process.env.DATABASE_URL!).username
    const tried = async () => {
      const heard: unknown[] = []
      try {
        await owner.query(`set local session authorization "${login}"`)
        await owner.query('set local role tenant')
        for (const text of attack(world)) heard.push((await owner.query(text)).rows)
      } catch (error) {
        heard.push((error as Error).message)
      }
      return JSON.stringify(heard)
    }
    try {
      await owner.query('begin')
      expect(await tried(), 'the guard holds').not.toContain('"marker-')
      await owner.query('rollback')
      await owner.query('begin')
      await owner.query(remove(login))
      expect(await tried(), 'and is what holds').toContain('"marker-')
    } finally {
      await owner.query('rollback')
      await owner.end()
    }
  })
})
