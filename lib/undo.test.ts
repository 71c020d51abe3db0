import { describe, expect, it } from 'vitest'
import { offerUndo, readUndo } from './undo'

const change = { organization: 'acme', userId: 'user_1', role: 'viewer' }

describe('an offer to undo', () => {
  it('says what to take back', () => {
    const { organization, undo } = offerUndo('sess_1', change)
    expect(organization).toBe('acme')
    expect(readUndo('sess_1', undo)).toEqual(change)
  })

  it('is good for the session that made the change, as it was made', () => {
    const { undo } = offerUndo('sess_1', change)
    const [, signature] = undo.split('.')
    const raised = Buffer.from(JSON.stringify({ ...change, role: 'admin' })).toString('base64url')
    for (const [session, offer] of [
      ['sess_2', undo],
      ['sess_1', `${raised}.${signature}`],
      ['sess_1', raised],
      ['sess_1', ''],
    ] as const)
      expect(() => readUndo(session, offer)).toThrow('fields')
  })
})
