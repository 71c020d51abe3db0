// Attacks every table of the catalogue as every role that can be taken, in the context of another organization and in none.
import { identifier, ownedBy, quote, roles } from './catalogue.mjs'
import { globalTables } from './known.mjs'

const attackers = ['tenant', 'person', 'identity', 'janitor']
const denied = '42501'

/** In: the findings, the tables, both organizations and the contexts. */
export async function attackTables({ findings, tables, victim, attacker, inside, owner }) {
  for (const table of tables) {
    const target = findings.target('table', table.name)
    if (!examine(target, table)) continue
    const own = ownedBy(table, attacker)
    const { rows } = own ? await owner.query(`select from ${identifier(table.name)} where ${own.sql}`) : { rows: [] }
    for (const role of attackers) {
      const scope = { id: role === 'person' ? attacker.owner.id : attacker.id, actor: actorOf(role, attacker) }
      await inside(role, role === 'identity' ? null : scope, (transaction) =>
        attackTable({ target, table, role, victim, attacker, ownCount: rows.length, ...transaction }),
      )
      await inside(role, null, ({ attempt }) => readNothing({ target, table, role, victim, attacker, attempt }))
    }
  }
}

const actorOf = (role, { owner }) => (role === 'janitor' ? 'system' : owner.id)

// What the catalogue itself says. Out: whether the table can be attacked.
function examine(target, table) {
  const { name, kind, isTenant, enabled, forced, policies, grantees } = table
  const isKnown = isTenant || Object.hasOwn(globalTables, name)
  if (!target.expect(isKnown, 'is unknown: it has no organization_id and is not in scripts/prove/known.mjs'))
    return false
  if (!target.expect('rp'.includes(kind), 'is a view: it would need security_invoker and a test of its own'))
    return false
  const strangers = grantees.filter((grantee) => !roles.includes(grantee))
  target.expect(strangers.length === 0, `is open to ${strangers.join(', ')}`)
  if (!isTenant && name === '_prisma_migrations') return true
  target.expect(enabled && forced, 'has no forced row-level security')
  for (const role of roles) {
    const used = table.columns.some(({ readers, inserters, updaters }) =>
      [readers, inserters, updaters].some((each) => each.includes(role)),
    )
    const own = policies.filter((policy) => policy.roles.includes(role))
    if (used) target.expect(own.length > 0, `has no policy for ${role}`)
  }
  if (isTenant) examineKeys(target, table)
  return true
}

// A key that does not begin with the organization tells one organization what another one has.
function examineKeys(target, { keys }) {
  for (const { type, definition, referenced } of keys) {
    if (type === 'p' || type === 'u')
      target.expect(/\(organization_id[,)]/.test(definition), `has a key across organizations: ${definition}`)
    if (type === 'f' && referenced.includes('organization_id'))
      target.expect(/KEY \(organization_id,/.test(definition), `refers across organizations: ${definition}`)
  }
}

const may = (table, privilege, role) =>
  table.columns.filter((column) => column[privilege].includes(role)).map(({ name }) => name)

async function attackTable({ target, table, role, victim, attacker, ownCount, attempt }) {
  const name = identifier(table.name)
  const theirs = ownedBy(table, victim)
  const readable = may(table, 'readers', role)
  const isOpen = globalTables[table.name]?.open.includes(role)
  const as = `as ${role}`
  if (readable.length > 0 && !isOpen) {
    const { rows } = await attempt(`select ${readable.map(identifier).join(', ')} from ${name}`)
    target.expect(!holds(rows, victim), `${as}: select shows a row of another organization`)
  }
  const truncated = await attempt(`truncate ${name} cascade`)
  target.expect(truncated.code === denied, `${as}: truncate is allowed`)
  if (isOpen || !theirs) return
  const where = readable.includes(theirs.column) ? ` where ${theirs.sql}` : ''
  const limit = where ? 0 : ownCount
  const touch = async (what, sql) => {
    const { count, code, message } = await attempt(sql + where)
    const isRefused = code === denied || (code === undefined && count <= limit)
    target.expect(isRefused, `${as}: ${what} reaches a row of another organization${message ? ` (${message})` : ''}`)
  }
  await touch('delete', `delete from ${name}`)
  for (const column of may(table, 'updaters', role))
    await touch(`update of ${column}`, `update ${name} set ${identifier(column)} = ${identifier(column)}`)
  if (table.isTenant) await moveAndInsert({ target, table, role, victim, attacker, attempt, as })
}

async function moveAndInsert({ target, table, role, victim, attacker, attempt, as }) {
  const name = identifier(table.name)
  if (may(table, 'updaters', role).includes('organization_id')) {
    const { count } = await attempt(`update ${name} set organization_id = ${quote(victim.id)}`)
    target.expect(count === 0, `${as}: update moves a row into another organization`)
  }
  const insertable = may(table, 'inserters', role)
  if (!insertable.includes('organization_id')) return
  const given = table.columns.filter((column) => insertable.includes(column.name) && column.name !== 'id')
  const row = { ...attacker.rows[table.name], organization_id: victim.id }
  const list = given.map((column) => identifier(column.name)).join(', ')
  const values = given.map((column) => valueOf(row[column.name], column.type))
  const { code, message } = await attempt(
    `insert into ${name} (${list}) values (${values.map((_, index) => `$${index + 1}`).join(', ')})`,
    values,
  )
  target.expect(code === denied, `${as}: insert writes a row into another organization (${message ?? 'accepted'})`)
}

const valueOf = (value, type) => (/^jsonb?$/.test(type) && value !== null ? JSON.stringify(value) : value)

async function readNothing({ target, table, role, victim, attacker, attempt }) {
  const readable = may(table, 'readers', role)
  if (readable.length === 0 || globalTables[table.name]?.open.includes(role)) return
  const { rows } = await attempt(`select ${readable.map(identifier).join(', ')} from ${identifier(table.name)}`)
  const seen = [victim, attacker].some((each) => holds(rows, each))
  target.expect(!seen, `as ${role} without a context: select shows rows`)
}

/** Whether rows contain a text of an organization. */
const holds = (rows, { mark }) =>
  JSON.stringify(rows).includes(mark) ||
  rows.some((row) => Object.values(row).some((value) => Buffer.isBuffer(value) && value.includes(mark)))
