import { describe, expect, it, vi } from 'vitest'
import { PUT as switchRoute } from '@/app/api/session/organization/route'
import { POST as tokenRoute } from '@/app/api/token/route'
import { getEnv } from '@/lib/env'
import { withIdentity } from '@/lib/db/with-identity'
import {
  asOwner,
  browserRequest,
  countStatements,
  createMember,
  createSession,
  expectCode,
  send,
  unique,
} from '@/lib/testing/fixtures'
import { countingAhead } from './limits-ahead'
import { assertBelow, consume, counting, limitOf, quotaOf, refund, take } from './rate-limits'

/** The module as another process would load it. */
async function anotherInstance() {
  vi.resetModules()
  return import('./rate-limits')
}

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

  it('are counted for all instances together', async () => {
    const key = unique()
    const other = await anotherInstance()
    await consume('logos_by_organization', key, 20)
    await other.consume('logos_by_organization', key, 30)
    expect((await quotaOf('logos_by_organization', key)).left).toBe(limitOf('logos_by_organization') - 50)
    await expect(other.consume('logos_by_organization', key, 11)).rejects.toMatchObject({ code: 'rate_limited' })
  })

  it('count simultaneous attempts once each', async () => {
    const key = unique()
    const attempts = Array.from({ length: limitOf('exports_by_organization') + 5 }, () =>
      consume('exports_by_organization', key).then(
        () => true,
        () => false,
      ),
    )
    expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(limitOf('exports_by_organization'))
  })

  it('are not counted inside a scoped transaction', async () => {
    const inside = withIdentity(() => consume('logos_by_organization', unique()))
    await expect(inside).rejects.toThrow('A scoped transaction was opened inside another')
  })

  it('store neither addresses nor networks', async () => {
    const email = `${unique()}@example.com`
    await consume('mail_by_address', email)
    const keys = (await asOwner<{ key: string }>('select key from rate_limits')).map(({ key }) => key)
    expect(keys.every((key) => /^[a-z_]+:[\w-]{22}$/.test(key))).toBe(true)
    expect(keys.length).toBeGreaterThan(0)
  })

  it('take back what came to nothing', async () => {
    const [one, other] = [unique(), unique()]
    const left = async (key: string) => (await quotaOf('exports_by_organization', key)).left
    const all = limitOf('exports_by_organization')
    const failing = counting([['exports_by_organization', one]], () => Promise.reject(new Error('nothing happened')))
    await expect(failing).rejects.toThrow('nothing happened')
    expect(await left(one)).toBe(all)
    await consume('exports_by_organization', other, all)
    const work = vi.fn()
    const both = counting(
      [
        ['exports_by_organization', one],
        ['exports_by_organization', other],
      ],
      work,
    )
    await expectCode(both, 'rate_limited')
    expect([await left(one), work.mock.calls.length]).toEqual([all, 0])
    await counting([['exports_by_organization', one]], async () => {})
    expect(await left(one)).toBe(all - 1)
    await refund('exports_by_organization', one)
    expect(await left(one)).toBe(all)
  })

  it('grant as many attempts as they allow', async () => {
    const key = unique()
    const all = limitOf('exports_by_organization')
    expect(await take('exports_by_organization', key, all - 2)).toMatchObject({ granted: all - 2 })
    const rest = await take('exports_by_organization', key, 5)
    expect(rest.granted).toBe(2)
    expect(rest.retryAfterSeconds).toBeGreaterThan(0)
    expect((await take('exports_by_organization', key, 1)).granted).toBe(0)
    await refund('exports_by_organization', key, 3)
    expect((await take('exports_by_organization', key, 9)).granted).toBe(3)
  })

  it('that are counted ahead ask the store once for ten attempts, and take back what came to nothing', async () => {
    const key = unique()
    const left = async () => (await quotaOf('tokens_by_person', key)).left
    const all = await left()
    const { statements } = countStatements()
    const count = (work = async () => {}) => countingAhead(['tokens_by_person', key], work)
    for (let i = 0; i < 10; i++) await count()
    for (let i = 0; i < 5; i++) await count(() => Promise.reject(new Error('nothing happened'))).catch(() => {})
    for (let i = 0; i < 10; i++) await count()
    expect(statements.filter((text) => text.includes('rate_limits'))).toHaveLength(2)
    expect(await left()).toBe(all - 20)
  })

  it('that are counted ahead allow no more than their points, whatever happens at once', async () => {
    const key = unique()
    await consume('tokens_by_person', key, limitOf('tokens_by_person') - 13)
    const attempts = await Promise.allSettled(
      Array.from({ length: 40 }, () => countingAhead(['tokens_by_person', key], async () => {})),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(13)
  })

  it('F20 stop a person who keeps requesting tokens, in any session, and nobody else', async () => {
    const [one, other] = await Promise.all([createMember('member'), createMember('member')])
    const ask = async ({ session, org }: typeof one) =>
      send(tokenRoute, await browserRequest(session, 'POST', '/api/token', { organization: org.id }))
    const second = { ...one, session: await createSession(one.user.id) }
    await consume('tokens_by_person', one.user.id, limitOf('tokens_by_person') - 1)
    expect((await ask(one)).status).toBe(200)
    const refused = await ask(one)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask(second)).status).toBe(429)
    const change = await browserRequest(one.session, 'PUT', '/api/session/organization', { organization: one.org.id })
    expect((await send(switchRoute, change)).status).toBe(429)
    expect((await ask(other)).status).toBe(200)
  })
})
