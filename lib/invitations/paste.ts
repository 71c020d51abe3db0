// Parses a pasted list of people to invite: one address per line, a CSV of address and role, or a line of addresses
// from a mail program. It validates nothing; rows keep their spelling.
import { isBuiltIn, type CustomRoles } from '@/lib/permissions/roles'
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import type { Row } from './validate-rows'

/** In: the text, and the role for rows without one. Accepts the names of custom roles. */
export const readPasted = (ctx: OrgContext, text: string, defaultRole: string): Promise<Row[]> =>
  withOrg(ctx, 'org:invitations:write', async (_db, { customRoles }) => readPastedRows(text, defaultRole, customRoles))

/** The same with the custom roles at hand. Out: the rows, in order. */
export function readPastedRows(text: string, defaultRole: string, customRoles: CustomRoles = {}): Row[] {
  const keyOf = keysByName(customRoles)
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const columns = readHeading(lines[0] ?? '')
  if (!columns) return lines.flatMap((line) => readLine(split(line, anySeparator), defaultRole, keyOf))
  return lines.slice(1).flatMap((line) => {
    const cells = split(line, columns.separator)
    const email = cells[columns.email] ?? ''
    // A row that does not match the heading is read as if there were none.
    if (!isAddress(email) && line.includes('@')) return readLine(split(line, anySeparator), defaultRole, keyOf)
    return cells.some(Boolean) ? [{ email, role: written(cells[columns.role], keyOf) ?? defaultRole }] : []
  })
}

/** In: a cell. Out: the key of the role that it names, by key or name; undefined if it names none. */
type KeyOf = (cell: string | undefined) => string | undefined

function keysByName(customRoles: CustomRoles): KeyOf {
  const byName = new Map(Object.entries(customRoles).map(([key, { name }]) => [name.toLowerCase(), key]))
  return (cell = '') => {
    const word = cell.toLowerCase()
    return isBuiltIn(word) || Object.hasOwn(customRoles, word) ? word : byName.get(word)
  }
}

// An unknown role stays as written, so that it can be corrected.
const written = (cell: string | undefined, keyOf: KeyOf): string | undefined =>
  keyOf(cell) ?? (cell?.toLowerCase() || undefined)

const isAddress = (cell: string): boolean => cell.includes('@')

// Such as jane.example.com. The domain of another address in the line is what it says.
const isMistyped = (cell: string, domains: Set<string>): boolean =>
  !/\s/.test(cell) && cell.slice(1, -1).includes('.') && !domains.has(cell.toLowerCase())

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

const anySeparator = /[,;\t]/

/** A first line that names its columns and contains no address. Out: the columns of address and role. */
function readHeading(line: string) {
  if (line.includes('@')) return null
  const separator = new RegExp(anySeparator.exec(line)?.[0] ?? ',')
  const names = split(line, separator).map((name) => name.toLowerCase())
  const email = names.findIndex((name) => /^e-?mail\b/.test(name))
  return email < 0 ? null : { separator, email, role: names.findIndex((name) => /^role\b/.test(name)) }
}

// A line without a heading. With one address, its role is the cell that names one, else the cell after it. With
// several, the cell after each, if it names a role; a cell that is neither, but was meant as an address, is a row to correct.
function readLine(cells: string[], defaultRole: string, keyOf: KeyOf): Row[] {
  const filled = cells.filter(Boolean)
  const addresses = filled.filter(isAddress)
  const domains = new Set(addresses.map(domainOf))
  if (addresses.length > 1)
    return filled.flatMap((cell, at) =>
      isAddress(cell) || isMistyped(cell, domains) ? [{ email: cell, role: keyOf(filled[at + 1]) ?? defaultRole }] : [],
    )
  const email = filled.find(isAddress) ?? filled[0]
  if (!email) return []
  const named = filled.map(keyOf).find(Boolean)
  return [{ email, role: named ?? written(filled[filled.indexOf(email) + 1], keyOf) ?? defaultRole }]
}

/** The cells of a line. A separator within quotes does not count. */
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

// Removes CSV quotes, and the name in "Jane Okafor" <jane@example.com>.
function bare(cell: string): string {
  const unquoted = cell.trim().replace(/^"(.*)"$/, (_all, inner: string) => inner.replaceAll('""', '"'))
  return (/<([^<>]+)>\s*$/.exec(unquoted)?.[1] ?? unquoted).trim()
}
