import { describe, expect, it } from 'vitest'
import { readParams } from './pages'

describe('the URL of a page', () => {
  it('returns the parameters that occur exactly once', async () => {
    const params = await readParams(Promise.resolve({ query: 'a', status: ['x', 'y'], cursor: undefined }))
    expect(params).toEqual({ query: 'a' })
  })
})
