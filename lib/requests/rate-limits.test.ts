import { describe, expect, it, vi } from 'vitest'
import { POST as tokenRoute } from '@/app/api/token/route'
import { getEnv } from '@/lib/env'
import { browserRequest, createMember, expectCode, send } from '@/lib/testing/fixtures'
import { assertBelow, consume, limitOf } from './rate-limits'

describe('rate limits', () => {
  it('are multiplied by RATE_LIMIT_SCALE and are never zero', () => {
    const points = limitOf('mail_by_address') / getEnv().RATE_LIMIT_SCALE
    const scaled = vi.spyOn(getEnv(), 'RATE_LIMIT_SCALE', 'get')
    for (const [scale, limit] of [
      [1, points],
      [1000, points * 1000],
      [0.01, 1],
    ] as const) {
      scaled.mockReturnValue(scale)
      expect(limitOf('mail_by_address')).toBe(limit)
    }
    scaled.mockRestore()
  })

  it('for failures can be checked without counting', async () => {
    const key = `asked ${Math.random()}`
    for (let i = 0; i < 2; i++) await assertBelow('invitation_requests', key)
    await consume('invitation_requests', key, limitOf('invitation_requests'))
    await expectCode(assertBelow('invitation_requests', key), 'rate_limited')
  })

  it('stop a session that keeps requesting tokens, and no other session', async () => {
    const [one, other] = await Promise.all([createMember('member'), createMember('member')])
    const ask = async ({ session, org }: typeof one) =>
      send(tokenRoute, await browserRequest(session, 'POST', '/api/token', { organization: org.id }))
    await consume('tokens_by_session', one.session.sessionId, limitOf('tokens_by_session') - 1)
    expect((await ask(one)).status).toBe(200)
    const refused = await ask(one)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask(other)).status).toBe(200)
  })
})
