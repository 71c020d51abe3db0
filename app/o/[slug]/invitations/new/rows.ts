// The rows of an invitation as form fields: `email.0`, `role.0`, and `result.0` with what the last check found. All state is in the
// form, so that nothing that was typed is lost, with or without a script.
import { fieldError, waitWords } from '@/lib/errors'
import type { Row, RowResult, RowStatus } from '@/lib/invitations/validate-rows'
import { maxInvitations } from '@/lib/invitations/send'
import { indexesOf } from './row-results'

type Fields = Record<string, string>

export const invalidAddress = 'Enter an email address like name@example.com.'

type Refused = RowResult & { status: Exclude<RowStatus, 'created'> }

/** A row without `field` needs no correction: the person has been invited already, so it is skipped. */
const reasons: Record<Refused['status'], { field?: 'email' | 'role'; message: (row: Refused) => string }> = {
  already_member: { message: () => 'Already a member.' },
  already_invited: {
    message: ({ repeated }) => (repeated ? 'Already in this list.' : 'Already has a pending invitation.'),
  },
  invalid_email: { field: 'email', message: () => invalidAddress },
  validation_failed: { field: 'role', message: () => 'Unknown role. Choose one.' },
  insufficient_permissions: { field: 'role', message: () => 'You can’t assign this role.' },
  rate_limited: {
    field: 'email',
    message: ({ retryAfterSeconds = 0 }) => `Too many invitations. Try again in ${waitWords(retryAfterSeconds)}.`,
  },
}

const isRefused = (row: RowResult): row is Refused => row.status !== 'created'

/** True for a row that the person must correct. */
export const needsFixing = (row: RowResult): boolean => isRefused(row) && reasons[row.status].field !== undefined

/** True for a row that is left out without a correction. */
export const isSkipped = (row: RowResult): boolean => isRefused(row) && !needsFixing(row)

/** In: the form's fields, and the index of a row to leave out. Out: the rows, without those with an empty address. */
export const readRows = (fields: Fields, leftOut?: string): Row[] =>
  indexesOf(fields)
    .filter((index) => index !== leftOut)
    .map((index) => ({ email: fields[`email.${index}`]!.trim(), role: fields[`role.${index}`] ?? '' }))
    .filter(({ email }) => email !== '')

/** Throws validation_failed for more rows than one request may send. */
export function assertNotTooMany(count: number): void {
  if (count > maxInvitations)
    throw fieldError(
      'email',
      `You can send up to ${maxInvitations} invitations at once. This list has ${count}: split it in two.`,
    )
}

/** The reverse of readRows: rows as field values, and the errors by field name. */
export function toFields(results: RowResult[]) {
  const values: Fields = {}
  const errors: Record<string, string[]> = {}
  results.forEach((row, index) => {
    values[`email.${index}`] = row.email
    values[`role.${index}`] = row.role
    values[`result.${index}`] = 'ready'
    if (!isRefused(row)) return
    const { field, message } = reasons[row.status]
    values[`result.${index}`] = `${field ? 'fix' : 'skip'} ${message(row)}`
    if (field) errors[`${field}.${index}`] = [message(row)]
  })
  return { values, errors }
}

/** Like toFields, with an empty row at the end that has the last valid role. */
export function withEmptyRow(results: RowResult[]) {
  assertNotTooMany(results.length + 1)
  const { values, errors } = toFields(results)
  const role = results.findLast((row) => !isRefused(row) || reasons[row.status].field !== 'role')?.role ?? 'member'
  return { errors, values: { ...values, [`email.${results.length}`]: '', [`role.${results.length}`]: role } }
}
