// Guesses of a stranger never lock the right person out.
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { POST as confirmRoute } from '@/app/api/session/confirm/route'
import { deviceCookie, deviceHeader, openDevice } from '@/lib/auth/device-cookie'
import { hashPassword } from '@/lib/auth/passwords'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { watchArrivals } from '@/lib/requests/harden'
import { consume, limitOf, take } from '@/lib/requests/rate-limits'
import { arrivalMark, clientAddressHeader } from '@/lib/requests/trust'
import { browserRequest, createSession, createUser, expectCode, send, unique } from '@/lib/testing/fixtures'
import { signIn } from './sessions'

const password = 'correct horse battery'
const passwordHash = await hashPassword(password)
const person = () => createUser({ passwordHash })

/** Headers from an address, with the device cookie of a person who signed in before. */
function from(network: string, userId?: string): Headers {
  const headers = new Headers({ [clientAddressHeader]: `${arrivalMark()}${network}` })
  if (userId) headers.set('cookie', `x=1; ${deviceHeader(userId, new Headers()).split(';')[0]}`)
  return headers
}

const trySignIn = (email: string, headers: Headers, typed = password) => signIn({ email, password: typed }, headers)

async function guess(email: string, headers: Headers, times: number) {
  for (let i = 0; i < times; i++) await expectCode(trySignIn(email, headers, 'wrong'), 'invalid_credentials')
  await expectCode(trySignIn(email, headers, 'wrong'), 'rate_limited')
}

describe('F8 A203 A206 a browser that its person has signed in from', () => {
  it('signs in although a stranger behind the same address has used up the guesses', async () => {
    const [{ id, email }, other] = [await person(), await person()]
    await guess(email, from('10.8.0.1'), 10)
    await expectCode(trySignIn(email, from('10.8.0.1')), 'rate_limited')
    await expectCode(trySignIn(email, from('10.8.0.1', other.id)), 'rate_limited')
    expect((await trySignIn(email, from('10.8.0.1', id))).userId).toBe(id)
  })

  it('signs in although everybody behind its address, and every guess for its account, has been used up', async () => {
    const { id, email } = await person()
    await consume('sign_in_by_network', '10.8.0.2', limitOf('sign_in_by_network'))
    await consume('sign_in_failures_by_account', email, limitOf('sign_in_failures_by_account'))
    await expectCode(trySignIn(email, from('10.8.0.2')), 'rate_limited')
    expect((await trySignIn(email, from('10.8.0.2', id))).userId).toBe(id)
  })

  it('is the only one to pass: an address without an account is refused like any other', async () => {
    const email = `${unique()}@example.com`
    await consume('sign_in_failures_by_account', email, limitOf('sign_in_failures_by_account'))
    await expectCode(trySignIn(email, from('10.8.0.5')), 'rate_limited')
  })

  it('has ten guesses of its own, which leave those of others alone', async () => {
    const { id, email } = await person()
    const device = from('10.8.0.3', id)
    await guess(email, device, 10)
    await expectCode(trySignIn(email, device), 'rate_limited')
    expect((await trySignIn(email, from('10.8.0.3'))).userId).toBe(id)
  })

  it('is recognized by a signed cookie alone', async () => {
    const { id, email } = await person()
    const value = deviceHeader(id, new Headers()).split(';')[0]!.slice(`${deviceCookie().name}=`.length)
    expect(openDevice(value)?.userId).toBe(id)
    await guess(email, from('10.8.0.4'), 10)
    const [, device, signature] = value.split('.')
    for (const forged of [
      `${id}.${device}.${'A'.repeat(43)}`,
      `${id}.${'A'.repeat(22)}.${signature}`,
      value.slice(1),
      '',
    ])
      expect(openDevice(forged), forged).toBeNull()
  })

  it('keeps its id at the next sign-in of the same person', () => {
    const { name } = deviceCookie()
    const sealed = (userId: string, cookie = '') => deviceHeader(userId, new Headers({ cookie })).split(';')[0]!
    const deviceOf = (pair: string) => openDevice(pair.slice(name.length + 1))
    const [one, other] = ['a', 'b'].map((letter) => `user_${letter.repeat(26)}`) as [string, string]
    const first = sealed(one)
    expect(deviceOf(first)?.userId).toBe(one)
    expect(deviceOf(sealed(one, first))).toEqual(deviceOf(first))
    expect(deviceOf(sealed(other, first))?.userId).toBe(other)
    expect(deviceOf(sealed(other, first))?.id).not.toBe(deviceOf(first)?.id)
  })

  it('keeps the cookie to itself: __Host-, Secure', () => {
    vi.spyOn(getEnv(), 'APP_URL', 'get').mockReturnValue('https://app.example.com')
    onTestFinished(() => void vi.restoreAllMocks())
    expect(deviceHeader('user_x', new Headers())).toMatch(/^__Host-device=[^;]+; Path=\/; .*; Secure$/)
  })
})

describe('F8 the confirmation of a sign-in', () => {
  const confirm = async (session: Awaited<ReturnType<typeof createSession>>, typed: string) =>
    send(confirmRoute, await browserRequest(session, 'POST', '/api/session/confirm', { password: typed }))

  it('is counted by the session: neither a stranger nor another session uses it up', async () => {
    const { id, email } = await person()
    const [session, other] = [await createSession(id), await createSession(id)]
    await guess(email, from('unknown'), 10)
    await take('sign_in_by_network', 'unknown', limitOf('sign_in_by_network'))
    for (let i = 0; i < 10; i++) expect((await confirm(other, unique())).status).toBe(401)
    const refused = await confirm(other, password)
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
    for (let i = 0; i < 12; i++) expect((await confirm(session, password)).status).toBe(204)
  })
})

it('F8 forwarded headers that nobody trusts are reported once, in production', async () => {
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {})
  const mode = vi.spyOn(getEnv(), 'APP_MODE', 'get').mockReturnValue('development')
  onTestFinished(() => void vi.restoreAllMocks())
  const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  watchArrivals(0)
  const visit = (headers = {}) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers })
  await visit({ 'x-forwarded-for': '1.2.3.4' })
  mode.mockReturnValue('production')
  await visit()
  expect(warn).not.toHaveBeenCalled()
  for (let i = 0; i < 3; i++) await visit({ 'x-forwarded-for': '1.2.3.4', 'x-real-ip': '1.2.3.4' })
  expect(warn.mock.calls).toEqual([
    [{ headers: ['x-forwarded-for', 'x-real-ip'] }, expect.stringContaining('TRUSTED_PROXY_HOPS')],
  ])
})
