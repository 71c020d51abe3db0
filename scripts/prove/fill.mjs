// Writes a row of an organization into a table that this code has never heard of, from its columns, keys and constraints alone.
import { identifier, quote } from './catalogue.mjs'

/** Out: the organization's first row, written if there is none. Throws with the reason if the database accepts no such row. */
export async function fillTable(owner, table, organization) {
  const present = await firstRow(owner, table, organization)
  if (present) return present
  const full = await valuesFor(owner, table, organization)
  const needed = Object.fromEntries(
    Object.entries(full).filter(([name]) => isNeeded(table.columns.find((column) => column.name === name))),
  )
  let reason
  for (const values of [full, needed]) {
    reason = await insertRow(owner, table, values).catch((error) => error)
    if (!(reason instanceof Error)) return firstRow(owner, table, organization)
  }
  throw new Error(`takes no row that could be made up (${reason.message}): add one to scripts/prove/world.mjs`)
}

const isNeeded = ({ name, required, has_default: hasDefault }) =>
  name === 'organization_id' || (required && !hasDefault)

async function firstRow(owner, table, { id }) {
  const { rows } = await owner.query(
    `select * from ${identifier(table.name)} where organization_id = ${quote(id)} order by 1, 2 limit 1`,
  )
  return rows[0]
}

async function insertRow(owner, table, values) {
  const names = Object.keys(values)
  await owner.query(
    `insert into ${identifier(table.name)} (${names.map(identifier).join(', ')})
     values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(values),
  )
}

// Every text column has the mark, except where a reference or a check says what it must be. What has a default of another type
// keeps it.
async function valuesFor(owner, table, organization) {
  const values = await references(owner, table, organization)
  for (const column of table.columns) {
    if (column.name in values || (column.name === 'id' && column.has_default)) continue
    const isText = ['text', 'character varying', 'character'].includes(column.type)
    if (!isText && (column.has_default || !column.required)) continue
    values[column.name] =
      column.label ??
      allowedValue(table, column) ??
      valueOf(column, `${organization.mark}-${table.name}-${column.name}`)
  }
  return { ...values, organization_id: organization.id }
}

async function references(owner, table, organization) {
  const values = {}
  for (const { columns, referenced, target } of table.keys.filter(({ type }) => type === 'f')) {
    if (target === 'users') values[columns[0]] = organization.owner.id
    else if (target === 'sessions') values[columns[0]] = organization.owner.session.id
    else if (referenced.includes('organization_id') && target !== table.name) {
      const { rows } = await owner.query(
        `select * from ${target} where organization_id = ${quote(organization.id)} limit 1`,
      )
      columns.forEach((name, index) => (values[name] = rows[0]?.[referenced[index]] ?? null))
    }
  }
  return values
}

// check (status = any (array['draft'::text, 'sent'::text]))
function allowedValue(table, { name }) {
  const check = table.keys.find(({ type, columns }) => type === 'c' && columns.length === 1 && columns[0] === name)
  return /ANY \(+ARRAY\['([^']*)'/i.exec(check?.definition ?? '')?.[1]
}

function valueOf({ type }, text) {
  if (/^(smallint|integer|bigint|numeric|real|double)/.test(type)) return 1
  if (type === 'boolean') return true
  if (type === 'date' || type.startsWith('timestamp')) return new Date()
  if (/^jsonb?$/.test(type)) return JSON.stringify({ note: text })
  if (type === 'bytea') return Buffer.from(text)
  if (type === 'uuid') return crypto.randomUUID()
  return type.endsWith('[]') ? [text] : text
}
