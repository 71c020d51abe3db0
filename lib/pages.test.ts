import { describe, expect, it } from 'vitest'
import { AppError } from './errors'
import { orNotFound, readParams } from './pages'

describe('the address of a page', () => {
  it('gives the parameters that occur once', async () => {
    const params = await readParams(Promise.resolve({ query: 'a', status: ['x', 'y'], cursor: undefined }))
    expect(params).toEqual({ query: 'a' })
  })

  it('is the 404 page for what is not there, and nothing else', async () => {
    expect(await orNotFound(Promise.resolve(1))).toBe(1)
    await expect(orNotFound(Promise.reject(new AppError('not_found')))).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
    await expect(orNotFound(Promise.reject(new AppError('conflict')))).rejects.toMatchObject({ code: 'conflict' })
  })
})
