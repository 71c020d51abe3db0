import { describe, expect, it } from 'vitest'
import { membersSearchSchema } from '@/lib/members/schema'
import { sortHref } from './search-params'

describe('the URL of a sorted list', () => {
  const href = (params: Record<string, string>, sort: 'name' | 'joined') =>
    sortHref('/m', membersSearchSchema.parse(params), sort)

  it('reverses the current order, and sorts by another column in its usual direction', () => {
    expect(href({}, 'name')).toBe('/m?order=desc')
    expect(href({ order: 'desc' }, 'name')).toBe('/m')
    expect(href({ order: 'desc' }, 'joined')).toBe('/m?sort=joined')
    expect(href({ sort: 'joined' }, 'joined')).toBe('/m?sort=joined&order=asc')
    expect(href({ sort: 'joined', order: 'asc', role: 'viewer' }, 'joined')).toBe('/m?role=viewer&sort=joined')
  })

  it('ignores invalid values', () => {
    expect(membersSearchSchema.parse({ order: 'up', sort: 'x' })).toMatchObject({ sort: 'name', order: 'asc' })
    expect(href({ order: 'sideways' }, 'joined')).toBe('/m?sort=joined')
  })
})
