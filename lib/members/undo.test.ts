import { describe, expect, it } from 'vitest'
import { readUndoToken } from '@/lib/requests/undo'
import { offerRoleUndo, type RoleChanges } from './undo'

const change: RoleChanges = { organization: 'acme', role: 'admin', former: [{ userId: 'user_1', role: 'viewer' }] }
const by = { sessionId: 'sess_1', userId: 'user_0', cookieVersion: 1 }

describe('an offer to restore roles', () => {
  it('says who had which role', () => {
    const former = [...change.former, { userId: 'user_2', role: 'member' }, { userId: 'user_3', role: 'viewer' }]
    const { undo } = offerRoleUndo(by, { ...change, former })!
    expect(readUndoToken('sess_1', undo)).toEqual({
      kind: 'roles',
      organization: 'acme',
      what: { role: 'admin', former: { viewer: ['user_1', 'user_3'], member: ['user_2'] } },
    })
  })

  it('is not made for an empty change, for one’s own role, or for more than a cookie holds', () => {
    expect(offerRoleUndo(by, { ...change, former: [] })).toBeUndefined()
    expect(offerRoleUndo(by, { ...change, role: 'viewer' })).toBeUndefined()
    // A person who lowered their own role could not give it back.
    expect(offerRoleUndo({ ...by, userId: 'user_1' }, change)).toBeUndefined()
    const people = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ userId: `user_${String(i).padStart(26, '0')}`, role: 'viewer' }))
    const page = offerRoleUndo(by, { ...change, former: people(50) })!
    expect(encodeURIComponent(JSON.stringify({ message: 'x'.repeat(200), undo: page })).length).toBeLessThan(4000)
    expect(offerRoleUndo(by, { ...change, former: people(100) })).toBeUndefined()
  })
})
