import { describe, expect, it } from 'vitest'
import { valueOf } from './sentences'

describe('a value before or after a change', () => {
  it('is a day as people write it, and anything else as it is', () => {
    expect(valueOf('second_factor_from', '2026-12-08T11:14:51.585Z', {})).toBe('Dec 8, 2026')
    expect(valueOf('expires_at', '2027-03-01T22:28:12.667Z', {})).toBe('Mar 1, 2027')
    expect(valueOf('second_factor_from', 'soon', {})).toBe('soon')
    expect(valueOf('second_factor_from', null, {})).toBe('nothing')
  })
  it('is a retention in words, a role by its name, and a list in one line', () => {
    expect(valueOf('audit_retention_days', 730, {})).toBe('2 years')
    expect(valueOf('role', 'admin', {})).toBe('Admin')
    expect(valueOf('permissions', ['org:read', 'org:manage'], {})).toBe('org:read, org:manage')
  })
})
