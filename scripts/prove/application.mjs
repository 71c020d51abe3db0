// The part over HTTP: opens the stage for routes, pages and actions, and keeps the oracles that every answer meets.
import { tsImport } from 'tsx/esm/api'
import { attackActions } from './actions.mjs'
import { createCallers, createFormer } from './callers.mjs'
import { changedTables, digest } from './digest.mjs'
import { createSender, withoutAsked } from './http.mjs'
import { readActions, readOperations, readRoutes } from './inventory.mjs'
import { attackPages } from './pages.mjs'
import { attackReach } from './reach.mjs'
import { attackRoutes } from './routes.mjs'

const parts = { routes: attackRoutes, reach: attackReach, pages: attackPages, actions: attackActions }

/** Tables that a refused attempt of a member may write: its record in the audit log. */
const refusalsOnly = { without: ['audit_events', 'audit_trails', 'organization_visits', 'org_tokens', 'sessions'] }

/**
 * In: the running server, the database, the world and the findings; `only`: some of the parts; `focus`: the names of the targets to
 * attack, for a run after one guard was removed.
 */
export async function proveApplication(run) {
  const { database, tables, world, server, surroundings, folder, findings, only = Object.keys(parts), focus } = run
  const { port, origin, env } = surroundings
  const { owner, logins } = database
  const sender = createSender(port)
  const { send } = sender
  const callers = await createCallers({ owner, world, send, origin, env, logins })
  const document = JSON.parse((await send({ path: '/api/openapi.json' })).text)
  const held = await readPermissions()
  const { victim, former, members } = await createVictim({ owner, world, callers, held })
  const attackers = createAttackers(callers)
  const stage = {
    ...{ findings, send, callers, world, owner, origin, victim, former, attackers, members, refusalsOnly, focus },
    lacking: (permission) => members.filter(({ permissions }) => !permissions.includes(permission)),
    routes: readRoutes(folder),
    operations: readOperations(document),
    actions: readActions(folder),
    judge: (target, what, answer, asked = []) => judge(target, what, answer, asked, victim),
    unchanged: (target, work, options) => unchanged({ owner, tables, victim, target, work, options }),
  }
  for (const name of only) await parts[name](stage)
  if (only.includes('routes') && !focus) checkPermissions(stage, held)
  examineLog({ findings, server, stage })
  return { requests: sender.requests }
}

async function readPermissions() {
  const { permissions, isReserved } = await tsImport('../../lib/permissions/catalogue.ts', import.meta.url)
  const { builtInRoles } = await tsImport('../../lib/permissions/roles.ts', import.meta.url)
  return { permissions, isReserved, builtInRoles }
}

// Members of the victim who lack one permission each, or hold a built-in role; and those whose access has ended.
async function createVictim({ owner, world, callers, held }) {
  const victim = await world.createOrganization('b')
  const { rows } = await owner.query(
    `insert into roles (organization_id, key, name, permissions) values ($1, 'only_in_b', $2, '{}') returning key`,
    [victim.id, `${victim.mark}-only`],
  )
  victim.onlyRole = rows[0].key
  await addPersonal(owner, victim)
  victim.cookie = await callers.cookieOf(victim.owner)
  victim.token = (await callers.bearerOf(victim.cookie, victim.id)).authorization.slice(7)
  const members = []
  for (const permission of held.permissions.filter((each) => !held.isReserved(each))) {
    const others = held.permissions.filter((each) => each !== permission)
    const name = `without_${permission.replaceAll(/\W/g, '_')}`
    members.push({
      ...(await callers.memberOf(victim, name, others)),
      permissions: others,
      label: `all but ${permission}`,
    })
  }
  for (const role of Object.keys(held.builtInRoles).filter((each) => each !== 'owner'))
    members.push({ ...(await callers.memberOf(victim, role, role)), permissions: held.builtInRoles[role], label: role })
  const powerless = {
    ...(await callers.memberOf(victim, 'powerless', [])),
    permissions: [],
    label: 'a role without permissions',
  }
  members.push(powerless)
  return { victim, members, former: await createFormer({ owner, victim, callers }) }
}

// What of the bystander has an id of its own under /api/account.
async function addPersonal(owner, organization) {
  organization.personal = { sessions: organization.bystander.session }
  for (const table of ['passkeys', 'connections']) {
    const { rows } = await owner.query(`select id from ${table} where user_id = $1`, [organization.bystander.id])
    organization.personal[table] = rows[0]
  }
}

// A new organization is made after an attack that may have been carried out in the attacker's own.
function createAttackers(callers) {
  let current = null
  return {
    async fresh({ spent = false } = {}) {
      current ??= await callers.organizationOf('a')
      const given = current
      if (spent) current = null
      return given
    },
  }
}

const internals = /\n\s+at .+:\d+:\d+|node_modules|PrismaClient|\bselect .+ from .+ where /i

function judge(target, what, { status, headers, text }, asked, { mark }) {
  target.expect(status < 500, `${what}: ${status}`)
  const said = withoutAsked(`${text} ${JSON.stringify(headers)}`, asked)
  target.expect(!said.includes(mark), `${what}: the answer contains a text of another organization`)
  target.expect(status < 400 || !internals.test(text), `${what}: the refusal shows how the server works inside`)
  target.expect(!said.includes('$argon2'), `${what}: the answer contains a password hash`)
}

async function unchanged({ owner, tables, victim, target, work, options }) {
  const before = await digest(owner, tables, victim, options)
  await work()
  const changed = changedTables(before, await digest(owner, tables, victim, options))
  target.expect(changed.length === 0, `the other organization has changed: ${changed.join(', ')}`)
}

function checkPermissions({ findings, operations }, { permissions, isReserved }) {
  for (const permission of permissions.filter((each) => !isReserved(each)))
    findings.target('permission', permission).expect(
      operations.some((each) => each.permission === permission),
      'no operation of the API asks for it',
    )
}

function examineLog({ findings, server, stage }) {
  const target = findings.target('log', 'what the server logged')
  const { victim, former } = stage
  for (const [what, text] of Object.entries({
    'a text of a row': `${victim.mark}-name`,
    'a secret': `${victim.mark}-secret`,
    'the secret of an invitation': victim.invitationSecret,
    'a token': victim.token.split('.')[2],
    'a cookie': former.removed.cookie.cookie.split('=')[1],
  }))
    target.expect(!server.log.includes(text), `contains ${what}`)
  const failure = /"msg":"request failed".*/.exec(server.log)?.[0]
  target.expect(!failure, `reports a defect: ${failure?.slice(0, 200)}`)
}
