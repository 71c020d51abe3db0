import { describe, expect, it } from 'vitest'
import type { RowResult } from '@/lib/invitations/validate-rows'
import { countStates, stateOf } from './row-results'
import { assertNotTooMany, readRows, toFields, withEmptyRow } from './rows'

type Result = Omit<RowResult, 'email' | 'role'>

const fieldsOf = (row: Result) => toFields([{ email: 'a@example.com', role: 'member', ...row }])
const told = (row: Result) => fieldsOf(row).errors
const result = (row: Result) => fieldsOf(row).values['result.0']

describe('the message for a row that cannot be invited', () => {
  it('is the reason, under the field at fault', () => {
    expect(told({ status: 'created' })).toEqual({})
    expect(result({ status: 'created' })).toBe('ready')
    expect(told({ status: 'validation_failed' })).toEqual({ 'role.0': ['Unknown role. Choose one.'] })
    expect(told({ status: 'insufficient_permissions' })).toEqual({ 'role.0': ['You can’t assign this role.'] })
    expect(told({ status: 'rate_limited', retryAfterSeconds: 4000 })).toEqual({
      'email.0': ['Too many invitations. Try again in 2 hours.'],
    })
  })
})

describe('a row of a person who needs no invitation', () => {
  it('is skipped with its reason, and is no error', () => {
    for (const [row, reason] of [
      [{ status: 'already_member' }, 'Already a member.'],
      [{ status: 'already_invited' }, 'Already has a pending invitation.'],
      [{ status: 'already_invited', repeated: true }, 'Already in this list.'],
    ] as const) {
      expect(told(row)).toEqual({})
      expect(result(row)).toBe(`skip ${reason}`)
    }
  })

  it('is counted apart from those that are ready or must be corrected', () => {
    const statuses = ['created', 'already_member', 'invalid_email', 'created', 'already_invited'] as const
    const { values } = toFields(statuses.map((status) => ({ email: `${status}@example.com`, role: 'member', status })))
    expect(countStates({ ...values, 'email.5': '' })).toEqual({ ready: 2, skip: 2, fix: 1, unchecked: 1 })
    expect(stateOf(values, '2')).toEqual({ kind: 'fix', reason: 'Enter an email address like name@example.com.' })
  })
})

describe('the rows of the table', () => {
  const row = (email: string): RowResult => ({ email, role: 'viewer', status: 'created' })

  it('are the typed ones except those with an emptied address', () => {
    const fields = { 'email.0': ' a@example.com ', 'role.0': 'viewer', 'email.1': ' ', 'role.1': 'admin', other: 'x' }
    expect(readRows(fields)).toEqual([{ email: 'a@example.com', role: 'viewer' }])
    expect(readRows(fields, '0')).toEqual([])
  })

  it('end with an empty row that has the last role that can be granted', () => {
    expect(withEmptyRow([row('a@example.com'), row('b@example.com')]).values).toMatchObject({
      'email.1': 'b@example.com',
      'email.2': '',
      'role.2': 'viewer',
    })
    const above: RowResult = { email: 'c@example.com', role: 'owner', status: 'insufficient_permissions' }
    expect(withEmptyRow([row('a@example.com'), above]).values).toMatchObject({ 'email.2': '', 'role.2': 'viewer' })
    expect(withEmptyRow([]).values).toEqual({ 'email.0': '', 'role.0': 'member' })
  })

  it('are limited to a hundred, and the refusal names the number of pasted rows', () => {
    const tooMany = (count: number) => [
      {
        path: 'email',
        message: `You can send up to 100 invitations at once. This list has ${count}: split it in two.`,
      },
    ]
    assertNotTooMany(100)
    const refusalOf = (work: () => unknown) => {
      try {
        return work()
      } catch (error) {
        return (error as { errors: unknown }).errors
      }
    }
    expect(refusalOf(() => assertNotTooMany(101))).toEqual(tooMany(101))
    expect(refusalOf(() => withEmptyRow(Array(100).fill(row('a@example.com'))))).toEqual(tooMany(101))
  })
})
