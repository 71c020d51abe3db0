// What people paste when they invite: one address a line, or a CSV of address and role, or a line of addresses out of a
// mail program. Nothing is judged here; every row that was meant comes out as it was written.
import { isBuiltIn } from '@/lib/auth/permissions'
import type { Row } from './send'

const heading = /^"?e-?mail\b[^@]*$/i

/** In: the text, and the role of the rows that name none. Out: the rows, in order. */
export function readPastedRows(text: string, defaultRole: string): Row[] {
  return text
    .split(/[\r\n;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !heading.test(line))
    .flatMap((line) => readLine(line, defaultRole))
}

function readLine(line: string, defaultRole: string): Row[] {
  const cells = line.split(/[,\t]/).map(bare).filter(Boolean)
  const addresses = cells.filter((cell) => cell.includes('@'))
  if (addresses.length > 1) return addresses.map((email) => ({ email, role: defaultRole }))
  const [email = line] = cells
  // A third column, or a name before the address: the role is the cell that is one, or else the one after the address.
  const named = cells.find((cell) => isBuiltIn(cell.toLowerCase()))
  return [
    {
      email: addresses[0] ?? email,
      role: (named ?? cells[cells.indexOf(addresses[0] ?? email) + 1] ?? defaultRole).toLowerCase(),
    },
  ]
}

// "Jane Okafor" <jane@example.com>, and the quotes of a CSV.
const bare = (cell: string): string => {
  const unquoted = cell.trim().replace(/^"(.*)"$/, '$1')
  return (/<([^<>]+)>\s*$/.exec(unquoted)?.[1] ?? unquoted).trim()
}
