// The rows of an invitation as fields of a form: `email.0`, `role.0`, …, so that all of its state travels in the form and
// nothing that was typed is lost, with or without a script.
import { readPastedRows } from '@/lib/invitations/paste'
import type { Row, RowResult, RowStatus } from '@/lib/invitations/send'

type Fields = Record<string, string>

const reasons: Record<Exclude<RowStatus, 'created'>, { field: 'email' | 'role'; message: string }> = {
  already_member: { field: 'email', message: 'Is a member already.' },
  already_invited: { field: 'email', message: 'Has an open invitation already, or stands here twice.' },
  invalid_email: { field: 'email', message: 'Is no address like name@example.com.' },
  insufficient_permissions: { field: 'role', message: 'You cannot give this role.' },
}

/** In: a submitted form. Out: its rows, from the table where there is one, else from the pasted text. */
export function readRows(fields: Fields): Row[] {
  const pasted = readPastedRows(fields.email ?? '', fields.role ?? '')
  const indexes = Object.keys(fields).flatMap((name) => /^email\.(\d+)$/.exec(name)?.[1] ?? [])
  const rows = indexes.map((index) => ({
    email: fields[`email.${index}`]!.trim(),
    role: fields[`role.${index}`] ?? '',
  }))
  return [...rows.filter(({ email }) => email !== ''), ...pasted]
}

/** Whether they come from the pasted text, so that nobody has looked at them row by row yet. */
export const isPasted = (fields: Fields): boolean => (fields.email ?? '').trim() !== ''

/** The other way round: rows as fields, and what is wrong with some of them under the name of its field. */
export function toFields(results: RowResult[]) {
  const values: Fields = {}
  const errors: Record<string, string[]> = {}
  results.forEach(({ email, role, status }, index) => {
    values[`email.${index}`] = email
    values[`role.${index}`] = role
    if (status === 'created') return
    const { field, message } = reasons[status]
    errors[`${field}.${index}`] = [message]
  })
  return { values, errors }
}
