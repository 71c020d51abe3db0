import { describe, expect, it } from 'vitest'
import type { RowResult } from '@/lib/invitations/validate-rows'
import { assertNotTooMany, readRows, toFields, withEmptyRow } from './rows'

const told = (row: Omit<RowResult, 'email' | 'role'>) =>
  toFields([{ email: 'a@example.com', role: 'member', ...row }]).errors

describe('the message for a row that cannot be invited', () => {
  it('is the reason, under the field at fault', () => {
    expect(told({ status: 'created' })).toEqual({})
    expect(told({ status: 'already_invited' })).toEqual({ 'email.0': ['Already has a pending invitation.'] })
    expect(told({ status: 'already_invited', repeated: true })).toEqual({ 'email.0': ['Already in this list.'] })
    expect(told({ status: 'validation_failed' })).toEqual({ 'role.0': ['Unknown role. Choose one.'] })
    expect(told({ status: 'insufficient_permissions' })).toEqual({ 'role.0': ['You can’t assign this role.'] })
    expect(told({ status: 'rate_limited', retryAfterSeconds: 4000 })).toEqual({
      'email.0': ['Too many invitations. Try again in 2 hours.'],
    })
  })
})

describe('the rows of the table', () => {
  const row = (email: string): RowResult => ({ email, role: 'viewer', status: 'created' })

  it('are the typed ones except those with an emptied address', () => {
    const fields = { 'email.0': ' a@example.com ', 'role.0': 'viewer', 'email.1': ' ', 'role.1': 'admin', other: 'x' }
    expect(readRows(fields)).toEqual([{ email: 'a@example.com', role: 'viewer' }])
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
