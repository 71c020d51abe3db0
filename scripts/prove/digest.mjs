// Tells whether anything of an organization or its people has changed.
import { identifier, ownedBy, quote } from './catalogue.mjs'
import { volatileColumns } from './known.mjs'

/** Out: a text for each table, the same as long as no row of the organization changes. `without`: tables to leave out. */
export async function digest(owner, tables, organization, { without = [] } = {}) {
  const parts = tables.flatMap((table) => {
    const owned = ownedBy(table, organization)
    if (!owned || without.includes(table.name)) return []
    const row = `(to_jsonb(t) - array[${volatileColumns.map(quote).join(', ')}])::text`
    return [
      `select ${quote(table.name)} as name, coalesce(md5(string_agg(md5(${row}), '' order by md5(${row}))), '') as hash
       from ${identifier(table.name)} t where ${owned.sql}`,
    ]
  })
  const { rows } = await owner.query(parts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]))
}

/** The tables that differ. */
export const changedTables = (before, after) => Object.keys(before).filter((name) => before[name] !== after[name])
