// Attacks the rules that the database keeps whatever the application does: the signed context, the roles, an owner for every
// organization, the audit log, and the end of tokens.
import { setTimeout as sleep } from 'node:timers/promises'

/** Runs every rule as a target of its own. */
export async function attackRules(stage) {
  for (const [name, attack] of Object.entries(rules)) {
    const target = stage.findings.target('rule', name)
    await attack({ ...stage, target })
  }
}

const scopeOf = ({ id, owner }, actor = owner.id) => ({ id, actor })

async function asOwner({ owner }, work) {
  await owner.query('begin')
  try {
    return await work()
  } finally {
    await owner.query('rollback')
  }
}

const contextIs = async (client) => (await client.query('select current_org() as id')).rows[0].id

/** In: what revokes a token. Out: whether the bystander's token ended with it. */
const endsToken = (stage, statement) =>
  asOwner(stage, async () => {
    await stage.owner.query(statement)
    const { rows } = await stage.owner.query(
      `select revoked_at from org_tokens where organization_id = $1 and user_id = $2`,
      [stage.victim.id, stage.victim.bystander.id],
    )
    return rows.every(({ revoked_at: at }) => at !== null)
  })

const rules = {
  'a context needs its signature': ({ target, victim, attacker, inside }) =>
    inside('tenant', scopeOf(attacker), async ({ client }) => {
      const forge = (text) => client.query(`select set_config('app.context', $1, true)`, [text])
      const { rows } = await client.query(`select current_setting('app.context') as text`)
      await forge(`${victim.id} ${victim.owner.id} ${'0'.repeat(64)}`)
      target.expect((await contextIs(client)) === null, 'a forged signature is accepted')
      await forge(rows[0].text.replace(attacker.id, victim.id))
      target.expect((await contextIs(client)) === null, 'a signature for another organization is accepted')
      await forge('')
      target.expect((await contextIs(client)) === null, 'an empty context is accepted')
    }),

  'a context ends with its transaction': async ({ target, victim, attacker, inside, isReal }) => {
    const text = await inside('tenant', scopeOf(victim), async ({ client }) => {
      return (await client.query(`select current_setting('app.context') as text`)).rows[0].text
    })
    // A context is signed with the start of its transaction. The embedded database's clock counts whole milliseconds, so two
    // transactions can start at the same time there.
    if (!isReal) await sleep(2)
    await inside('tenant', scopeOf(attacker), async ({ client }) => {
      await client.query(`select set_config('app.context', $1, true)`, [text])
      target.expect((await contextIs(client)) === null, 'a context copied from another transaction is accepted')
    })
    await inside('tenant', null, async ({ client }) => {
      target.expect((await contextIs(client)) === null, 'a transaction without an access check has a context')
    })
  },

  'only an access check signs a context': ({ target, victim, attacker, inside }) =>
    inside('tenant', scopeOf(attacker), async ({ attempt }) => {
      for (const sql of [`select private.set_context($1, $2)`, `select private.sign_context($1, $2)`]) {
        const { code } = await attempt(sql, [victim.id, victim.owner.id])
        target.expect(code === '42501', `${sql} is allowed`)
      }
      const { code } = await attempt('select secret from private.hmac_keys')
      target.expect(code === '42501', 'the keys can be read')
    }),

  'the roles are weak and apart': async ({ target, owner }) => {
    const { rows } = await owner.query(
      `select rolname as name, rolsuper or rolbypassrls or rolcanlogin or rolcreaterole as strong,
         array(select m.rolname::text from pg_auth_members a join pg_roles m on m.oid = a.roleid where a.member = r.oid) as member_of
       from pg_roles r where rolname in ('tenant', 'person', 'identity', 'janitor', 'access', 'integrity')`,
    )
    target.expect(rows.length === 6, 'a role is missing')
    for (const { name, strong, member_of: others } of rows) {
      target.expect(!strong, `${name} is strong`)
      target.expect(others.length === 0, `${name} can become ${others.join(', ')}`)
    }
    const { rows: creators } = await owner.query(
      `select r from unnest(array['tenant', 'person', 'identity', 'janitor', 'access', 'integrity']) r,
         unnest(array['public', 'private']) s where has_schema_privilege(r, s, 'create')`,
    )
    target.expect(creators.length === 0, `${creators[0]?.r} may create something`)
  },

  'no secret is readable in an organization': async ({ target, victim, inside }) => {
    for (const role of ['tenant', 'person'])
      await inside(
        role,
        scopeOf({ ...victim, id: role === 'person' ? victim.owner.id : victim.id }),
        async ({ attempt }) => {
          for (const [table, column] of [
            ['users', 'password_hash'],
            ['sessions', 'id'],
            ['emails', 'text'],
            ['emails', 'html'],
            ['signing_keys', 'encrypted_private_key'],
            ['totp_secrets', 'encrypted_secret'],
          ]) {
            const { code } = await attempt(`select ${column} from ${table}`)
            target.expect(code === '42501', `as ${role}: ${table}.${column} can be read`)
          }
        },
      )
  },

  'a person sees their own organizations alone': async ({ target, victim, attacker, inside }) => {
    const scope = { id: attacker.owner.id, actor: attacker.owner.id }
    await inside('person', scope, async ({ attempt }) => {
      for (const table of ['memberships', 'organizations', 'roles', 'ownership_transfers', 'users', 'invitations']) {
        const columns = table === 'users' ? 'id' : table === 'organizations' ? 'id, name' : 'organization_id'
        const { rows } = await attempt(`select ${columns} from ${table}`)
        const text = JSON.stringify(rows)
        const others = [victim.id, victim.mark, victim.owner.id, victim.bystander.id]
        target.expect(!others.some((each) => text.includes(each)), `${table} shows another organization`)
      }
    })
  },

  'an organization keeps an owner': ({ target, attacker, inside }) =>
    inside('tenant', scopeOf(attacker), async ({ attempt }) => {
      const values = [attacker.owner.id]
      const left = await attempt('delete from memberships where user_id = $1', values)
      target.expect(left.code === 'OWNER', 'the last owner can be removed')
      const demoted = await attempt(`update memberships set role = 'viewer' where user_id = $1`, values)
      target.expect(demoted.code === 'OWNER', 'the last owner can be demoted')
    }),

  'an owner who deletes their account leaves no organization without one': async (stage) =>
    asOwner(stage, async () => {
      const work = stage.owner.query('update users set deleted_at = now() where id = $1', [stage.attacker.owner.id])
      const code = await work.then(
        () => null,
        (error) => error.code,
      )
      stage.target.expect(code === 'OWNER', 'the last owner can delete their account')
    }),

  'a role belongs to one organization': ({ target, attacker, victim, inside }) =>
    inside('tenant', scopeOf(attacker), async ({ client, attempt }) => {
      await client.query(`insert into roles (key, name, permissions) values ('only_here', 'Only here', '{}')`)
      const change = 'update memberships set role = $2 where user_id = $1'
      const unknown = await attempt(change, [attacker.bystander.id, 'unknown_role'])
      target.expect(unknown.code === 'NROLE', 'a role that does not exist can be given')
      const own = await attempt(change, [attacker.bystander.id, 'only_here'])
      target.expect(own.code === undefined && own.count === 1, `its own role cannot be given (${own.message})`)
      const builtIn = await attempt(`insert into roles (key, name, permissions) values ('owner', 'Owner', '{}')`)
      target.expect(builtIn.code === '23514', 'a built-in role can be redefined')
      const used = await attempt(`delete from roles where key = 'crew' and organization_id = $1`, [victim.id])
      target.expect(used.count === 0, 'a role of another organization can be deleted')
    }),

  'the audit log can only grow': ({ target, attacker, inside }) =>
    inside('tenant', scopeOf(attacker), async ({ attempt }) => {
      for (const sql of [`update audit_events set actor_name = 'x'`, 'delete from audit_events'])
        target.expect((await attempt(sql)).code === '42501', `${sql} is allowed`)
      const moved = await attempt('update audit_trails set anchor_sequence = 1')
      target.expect(moved.code === '42501', 'the anchor can be moved')
    }),

  'the audit log names the true actor': async ({ target, attacker, inside }) => {
    await inside('tenant', scopeOf(attacker), async ({ client }) => {
      const { rows } = await client.query(
        `insert into audit_events (action, actor_type, actor_id, actor_name, target_type, target_name)
         values ('role.created', 'user', $1, 'Another', 'role', 'x') returning id`,
        [attacker.bystander.id],
      )
      const { rows: events } = await client.query(
        'select actor_id, hash, previous_hash from audit_events where id = $1',
        [rows[0].id],
      )
      target.expect(events[0].actor_id === attacker.owner.id, 'an event can name another actor')
      target.expect(events[0].hash !== '' && events[0].previous_hash !== '', 'an event is not in the chain')
    })
    await inside('janitor', scopeOf(attacker, 'system'), async ({ attempt }) => {
      const { count } = await attempt('delete from audit_events')
      target.expect(count === 0, 'a job can delete events that are not due')
      const moved = await attempt('update audit_trails set anchor_sequence = 1')
      target.expect(moved.code === '42501', 'a job can move the anchor to an event that is not due')
    })
  },

  'an organization is purged only when it is due': ({ target, attacker, inside }) =>
    inside('janitor', scopeOf(attacker, 'system'), async ({ attempt }) => {
      const { count } = await attempt('delete from organizations')
      target.expect(count === 0, 'a job can delete an organization that is not due')
    }),

  'a former slug stays reserved': async (stage) =>
    asOwner(stage, async () => {
      const taken = `insert into organizations (slug, name) values ('${stage.victim.mark}-former', 'Taken')`
      const code = await stage.owner.query(taken).then(
        () => null,
        (error) => error.code,
      )
      stage.target.expect(code === 'TSLUG', 'another organization can take it')
    }),

  'a token ends with what it depends on': async (stage) => {
    const { victim, target } = stage
    const { bystander, id } = victim
    const endings = {
      'its session': `update sessions set ended_at = now() where id = '${bystander.session.id}'`,
      'its membership': `delete from memberships where organization_id = '${id}' and user_id = '${bystander.id}'`,
      'its role': `update memberships set role = 'member' where organization_id = '${id}' and user_id = '${bystander.id}'`,
      'its organization': `update organizations set deleted_at = now() where id = '${id}'`,
    }
    for (const [what, statement] of Object.entries(endings))
      target.expect(await endsToken(stage, statement), `a token outlives ${what}`)
  },

  'a mail is sent in the name of one’s own organization': ({ target, attacker, victim, inside }) =>
    inside('tenant', scopeOf(attacker), async ({ client, attempt }) => {
      const mail = `insert into emails ("to", subject, text, html) values ('x@example.com', '', '', '')`
      const { code } = await attempt(`${mail.replace('("to"', '(about, "to"').replace("('x@", `('${victim.id}', 'x@`)}`)
      target.expect(code === '42501', 'the sender can be chosen')
      const { rows } = await client.query('select about from emails')
      target.expect(
        rows.every(({ about }) => about === attacker.id),
        'mails of others are shown',
      )
    }),
}
