// The rows of an invitation as form fields: `email.0`, `role.0`, …. All state is in the form, so that nothing that was typed is
// lost, with or without a script.
import { fieldError, waitWords } from '@/lib/errors'
import type { Row, RowResult, RowStatus } from '@/lib/invitations/validate-rows'
import { maxInvitations } from '@/lib/invitations/send'

type Fields = Record<string, string>

type Bad = RowResult & { status: Exclude<RowStatus, 'created'> }

const reasons: Record<Bad['status'], { field: 'email' | 'role'; message: (row: Bad) => string }> = {
  already_member: { field: 'email', message: () => 'Already a member.' },
  already_invited: {
    field: 'email',
    message: ({ repeated }) => (repeated ? 'Already in this list.' : 'Already has a pending invitation.'),
  },
  invalid_email: { field: 'email', message: () => 'Not an address like name@example.com.' },
  validation_failed: { field: 'role', message: () => 'Unknown role. Choose one.' },
  insufficient_permissions: { field: 'role', message: () => 'You can’t assign this role.' },
  rate_limited: {
    field: 'email',
    message: ({ retryAfterSeconds = 0 }) => `Too many invitations. Try again in ${waitWords(retryAfterSeconds)}.`,
  },
}

const isBad = (row: RowResult): row is Bad => row.status !== 'created'

/** In: the form's fields. Out: the rows, without those with an empty address. */
export const readRows = (fields: Fields): Row[] =>
  Object.keys(fields)
    .flatMap((name) => /^email\.(\d+)$/.exec(name)?.[1] ?? [])
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
    if (!isBad(row)) return
    const { field, message } = reasons[row.status]
    errors[`${field}.${index}`] = [message(row)]
  })
  return { values, errors }
}

/** Like toFields, with an empty row at the end that has the last valid role. */
export function withEmptyRow(results: RowResult[]) {
  assertNotTooMany(results.length + 1)
  const { values, errors } = toFields(results)
  const role = results.findLast((row) => !isBad(row) || reasons[row.status].field !== 'role')?.role ?? 'member'
  return { errors, values: { ...values, [`email.${results.length}`]: '', [`role.${results.length}`]: role } }
}
