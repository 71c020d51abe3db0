import { describe, expect, it } from 'vitest'
import { readParams } from './pages'

describe('the address of a page', () => {
  it('gives the parameters that occur once', async () => {
    const params = await readParams(Promise.resolve({ query: 'a', status: ['x', 'y'], cursor: undefined }))
    expect(params).toEqual({ query: 'a' })
  })
})
