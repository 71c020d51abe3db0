// What people paste when they invite: one address a line, a CSV of address and role, or a line of addresses out of a mail
// program. Nothing is judged here; every row that was meant comes out as it was written.
import { isBuiltIn, type CustomRoles } from '@/lib/permissions/roles'
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import type { Row } from './validate-rows'

/** In: the text, and the role of the rows that name none. Roles may be named as the organization names them. */
export const readPasted = (ctx: OrgContext, text: string, defaultRole: string): Promise<Row[]> =>
  withOrg(ctx, 'org:invitations:write', async (_db, { customRoles }) => readPastedRows(text, defaultRole, customRoles))

/** The same where the organization's own roles are known. Out: the rows, in order. */
export function readPastedRows(text: string, defaultRole: string, customRoles: CustomRoles = {}): Row[] {
  const keyOf = keysByName(customRoles)
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const columns = readHeading(lines[0] ?? '')
  if (!columns) return lines.flatMap((line) => readLine(split(line, anySeparator), defaultRole, keyOf))
  return lines.slice(1).flatMap((line) => {
    const cells = split(line, columns.separator)
    const email = cells[columns.email] ?? ''
    // A row that does not keep to its heading is read as if there were none.
    if (!isAddress(email) && line.includes('@')) return readLine(split(line, anySeparator), defaultRole, keyOf)
    return cells.some(Boolean) ? [{ email, role: written(cells[columns.role], keyOf) ?? defaultRole }] : []
  })
}

/** In: a cell. Out: the key of the role that it names, by key or name; undefined where it names none. */
type KeyOf = (cell: string | undefined) => string | undefined

function keysByName(customRoles: CustomRoles): KeyOf {
  const byName = new Map(Object.entries(customRoles).map(([key, { name }]) => [name.toLowerCase(), key]))
  return (cell = '') => {
    const word = cell.toLowerCase()
    return isBuiltIn(word) || Object.hasOwn(customRoles, word) ? word : byName.get(word)
  }
}

// A role that there is not stays as it was written, to be corrected.
const written = (cell: string | undefined, keyOf: KeyOf): string | undefined =>
  keyOf(cell) ?? (cell?.toLowerCase() || undefined)

const isAddress = (cell: string): boolean => cell.includes('@')

const anySeparator = /[,;\t]/

/** A first line that names its columns and holds no address. Out: where the address and the role stand. */
function readHeading(line: string) {
  if (line.includes('@')) return null
  const separator = new RegExp(anySeparator.exec(line)?.[0] ?? ',')
  const names = split(line, separator).map((name) => name.toLowerCase())
  const email = names.findIndex((name) => /^e-?mail\b/.test(name))
  return email < 0 ? null : { separator, email, role: names.findIndex((name) => /^role\b/.test(name)) }
}

// Without a heading. Of one address: its role is the cell that names one, else the cell after it. Of several: the cell after
// each, where that names one.
function readLine(cells: string[], defaultRole: string, keyOf: KeyOf): Row[] {
  const filled = cells.filter(Boolean)
  if (filled.filter(isAddress).length > 1)
    return filled.flatMap((cell, at) =>
      isAddress(cell) ? [{ email: cell, role: keyOf(filled[at + 1]) ?? defaultRole }] : [],
    )
  const email = filled.find(isAddress) ?? filled[0]
  if (!email) return []
  const named = filled.map(keyOf).find(Boolean)
  return [{ email, role: named ?? written(filled[filled.indexOf(email) + 1], keyOf) ?? defaultRole }]
}

/** The cells of a line; a separator within quotes separates nothing. */
function split(line: string, separator: RegExp): string[] {
  const quoted = (line.split('"').length - 1) % 2 === 0 ? '"(?:[^"]|"")*"|' : ''
  const cell = new RegExp(`(?:${quoted}(?!${separator.source}).)*`, 'y')
  const cells: string[] = []
  for (let at = 0; at <= line.length; at = cell.lastIndex + 1) {
    cell.lastIndex = at
    cells.push(bare(cell.exec(line)![0]))
  }
  return cells
}

// "Jane Okafor" <jane@example.com>, and the quotes of a CSV.
function bare(cell: string): string {
  const unquoted = cell.trim().replace(/^"(.*)"$/, (_all, inner: string) => inner.replaceAll('""', '"'))
  return (/<([^<>]+)>\s*$/.exec(unquoted)?.[1] ?? unquoted).trim()
}
