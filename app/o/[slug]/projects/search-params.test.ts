import { describe, expect, it } from 'vitest'
import { listHref, readSearchParams } from './search-params'

describe('the address of the project list', () => {
  it('reads what was said, and takes nonsense as not said', () => {
    expect(readSearchParams({})).toEqual({ query: '', status: 'active', cursor: undefined })
    expect(readSearchParams({ query: '  fair ', status: 'all' })).toMatchObject({ query: 'fair', status: 'all' })
    expect(readSearchParams({ query: 'x'.repeat(200), status: 'gone' })).toMatchObject({ query: '', status: 'active' })
  })

  it('writes no more than differs', () => {
    expect(listHref('/p', { status: 'active', query: '' })).toBe('/p')
    expect(listHref('/p', { status: 'all', query: 'a&b', cursor: 'c' })).toBe('/p?query=a%26b&status=all&cursor=c')
  })
})
