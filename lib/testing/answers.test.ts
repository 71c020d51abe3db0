import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, type ErrorCode } from '@/lib/errors'
import { operation, publicRoute } from '@/lib/http'
import { apiRequest, send } from './fixtures'

const ask = (answer: unknown, refusal?: ErrorCode) => {
  const { GET } = publicRoute({
    GET: operation({
      summary: 'Get it',
      response: z.object({ id: z.string(), inner: z.object({ name: z.string() }) }),
      errors: ['conflict'],
      run: async () => {
        if (refusal) throw new AppError(refusal)
        return answer as { id: string; inner: { name: string } }
      },
    }),
  })
  return send(GET, apiRequest('GET', '/'))
}

describe('the check of every answer in a test', () => {
  it('accepts an answer as described', async () => {
    expect((await ask({ id: 'a', inner: { name: 'b' } })).status).toBe(200)
    expect((await ask(null, 'conflict')).status).toBe(409)
  })

  it.each([
    ['a field too many', { id: 'a', inner: { name: 'b' }, secret: 'c' }],
    ['a field too many inside', { id: 'a', inner: { name: 'b', secret: 'c' } }],
    ['a field too few', { id: 'a', inner: {} }],
    ['another type', { id: 1, inner: { name: 'b' } }],
    ['nothing', undefined],
  ])('fails with %s', async (_name, answer) => {
    await expect(ask(answer)).rejects.toThrow('Get it')
  })

  it('fails with a code that is not described', async () => {
    await expect(ask(null, 'slug_taken')).rejects.toThrow('does not describe its code slug_taken')
  })
})
