import { describe, expect, it } from 'vitest'
import { AppError } from './errors'

describe('a refusal for too many attempts', () => {
  it.each([
    [1, '1 second'],
    [59, '59 seconds'],
    [61, '2 minutes'],
    [720, '12 minutes'],
    [3600, '60 minutes'],
    [3601, '2 hours'],
    [86_400, '24 hours'],
  ])('of %i seconds says to come back in %s', (retryAfterSeconds, words) => {
    const refusal = new AppError('rate_limited', { retryAfterSeconds })
    expect(refusal.message).toBe(`Too many attempts. Try again in ${words}.`)
    expect(refusal.title).toBe('Too many attempts. Try again later.')
  })

  it('gives no time when the wait is unknown', () => {
    expect(new AppError('rate_limited').message).toBe('Too many attempts. Try again later.')
  })
})
