// Validates the rows of a list before anything is counted or sent. A row that cannot be invited gets an error status
// and does not stop the others.
import { normalizeEmailAddress } from '@/lib/auth/email-address'
import { isRoleOf } from '@/lib/permissions/roles'
import { missingFor } from '@/lib/permissions/grants'
import type { OrgSession } from '@/lib/db/session'
import { sql, type Sql } from '@/lib/db/sql'
import type { ErrorCode } from '@/lib/errors'
import type { Invitation } from './schema'

export type Row = { email: string; role: string }

const rowRefusals = [
  'already_member',
  'already_invited',
  'invalid_email',
  'validation_failed',
  'insufficient_permissions',
  'rate_limited',
] as const

export const rowStatuses = ['created', ...rowRefusals] as const satisfies ('created' | ErrorCode)[]
export type RowStatus = (typeof rowStatuses)[number]

export type RowResult = Row & {
  status: RowStatus
  /** The address already occurs in an earlier row of the list. */
  repeated?: true
  /** With rate_limited. */
  retryAfterSeconds?: number
  invitation?: Invitation
}

/** True for a row that can be invited. */
export const isGood = ({ status }: RowResult): boolean => status === 'created'

/** An address of the list that belongs to a member, or to someone who is invited. */
export type KnownRow = { email: string; joined: boolean }

/** The query of the addresses that are known already. */
export function queryKnown(rows: Row[]): Sql {
  const addresses = rows.map(({ email }) => normalizeEmailAddress(email)).filter((address) => address !== null)
  return sql`select * from known_addresses(${addresses})`
}

/** In: the rows of that query. Out: a result for each row of the list, in order, with normalized addresses. */
export function validateRows(session: OrgSession, rows: Row[], found: KnownRow[]): RowResult[] {
  const emailsOf = (wanted: boolean) =>
    new Set(found.filter(({ joined }) => joined === wanted).map(({ email }) => email))
  const known = { members: emailsOf(true), invited: emailsOf(false) }
  const addresses = rows.map(({ email }) => normalizeEmailAddress(email))
  const listed = new Set<string>()
  return rows.map(({ email: written, role }, index) => {
    const email = addresses[index]
    const status = statusOfRow(session, role, email, known)
    const repeated = status === 'created' && listed.has(email!)
    if (status === 'created') listed.add(email!)
    return { email: email ?? written, role, ...(repeated ? { status: 'already_invited', repeated } : { status }) }
  })
}

type Known = { members: Set<string>; invited: Set<string> }

function statusOfRow(session: OrgSession, role: string, email: string | null | undefined, known: Known): RowStatus {
  if (!email) return 'invalid_email'
  if (!isRoleOf(session, role)) return 'validation_failed'
  if (missingFor(session, role).length > 0) return 'insufficient_permissions'
  if (known.members.has(email)) return 'already_member'
  return known.invited.has(email) ? 'already_invited' : 'created'
}
