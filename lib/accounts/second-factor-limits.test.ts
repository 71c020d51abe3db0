// How often a second factor may be tried, and that nobody uses up what others need.
import { describe, expect, it } from 'vitest'
import { deviceCookie, sealDevice } from '@/lib/auth/device-cookie'
import { hashPassword } from '@/lib/auth/passwords'
import { pendingCookie, SecondFactorPending } from '@/lib/auth/pending-sign-in'
import { consume, quotaOf } from '@/lib/requests/rate-limits'
import { createSession, createUser, expectCode } from '@/lib/testing/fixtures'
import { challengeFor, codeOf, Device, pinClock, setUpApp, setUpPasskey } from '@/lib/testing/second-factors'
import { fromSomewhere, password } from '@/lib/testing/sign-ups'
import { finishSignIn } from './second-step'
import { signIn } from './sessions'

pinClock()

async function secured() {
  const user = await createUser({ passwordHash: await hashPassword(password) })
  const session = await createSession(user.id)
  return { ...user, session, ...(await setUpApp(session)) }
}

/** The headers of a browser that has passed the first factor. `device`: its device cookie, if it has one. */
async function afterFirstFactor(email: string, device?: string): Promise<Headers> {
  const sent = fromSomewhere()
  const stopped = await signIn({ email, password }, new Headers(sent)).catch((error: unknown) => error)
  expect(stopped).toBeInstanceOf(SecondFactorPending)
  const pending = `${pendingCookie().name}=${(stopped as SecondFactorPending).secret}`
  return new Headers({ ...sent, cookie: device ? `${pending}; ${device}` : pending })
}

/** The cookie that each sign-in from a browser without one gets: another device every time. */
const newDevice = (userId: string) => `${deviceCookie().name}=${sealDevice(userId, null)}`

const leftInTotal = async () => (await quotaOf('second_factor_failures', 'all')).left

const wrong = { code: '000000' }

describe('the limit for all accounts', () => {
  it('A206 is not used up by one account with ever new device cookies, which has ten guesses in all of them', async () => {
    const { id, email, secret } = await secured()
    const before = await leftInTotal()
    for (let guess = 0; guess < 10; guess++)
      await expectCode(finishSignIn(wrong, await afterFirstFactor(email, newDevice(id))), 'invalid_credentials')
    const next = await afterFirstFactor(email, newDevice(id))
    await expectCode(finishSignIn({ code: codeOf(secret) }, next), 'rate_limited')
    expect(await leftInTotal()).toBe(before)
    const { ctx } = await finishSignIn({ code: codeOf(secret) }, await afterFirstFactor(email))
    expect(ctx.userId).toBe(id)
  })

  it('A206 counts ten wrong codes an hour of one account at most', async () => {
    const { email } = await secured()
    const before = await leftInTotal()
    const headers = await afterFirstFactor(email)
    for (let guess = 0; guess < 10; guess++) await expectCode(finishSignIn(wrong, headers), 'invalid_credentials')
    for (let guess = 0; guess < 5; guess++) await expectCode(finishSignIn(wrong, headers), 'rate_limited')
    expect(before - (await leftInTotal())).toBe(10)
  })

  it('A206 does not count passkeys, which cannot be guessed; the account has ten tries with them', async () => {
    const { email, session } = await secured()
    await setUpPasskey(session)
    const before = await leftInTotal()
    const cookie = (await afterFirstFactor(email)).get('cookie')!
    const answer = async () => {
      const { challenge, headers } = await challengeFor('second_factor', null, { ...fromSomewhere(), cookie })
      return finishSignIn({ passkey: new Device().get(challenge) }, headers)
    }
    for (let guess = 0; guess < 10; guess++) await expectCode(answer(), 'invalid_credentials')
    await expectCode(answer(), 'rate_limited')
    expect(await leftInTotal()).toBe(before)
  })

  it('A206 A220 stops the codes of new browsers once it is used up, and neither known browsers nor passkeys', async () => {
    const { id, email, session, secret } = await secured()
    const { device } = await setUpPasskey(session)
    await consume('second_factor_failures', 'all', await leftInTotal())
    await expectCode(finishSignIn({ code: codeOf(secret) }, await afterFirstFactor(email)), 'rate_limited')
    const known = await finishSignIn({ code: codeOf(secret) }, await afterFirstFactor(email, newDevice(id)))
    const sent = Object.fromEntries(await afterFirstFactor(email))
    const { challenge, headers } = await challengeFor('second_factor', null, sent)
    const byPasskey = await finishSignIn({ passkey: device.get(challenge) }, headers)
    expect([known.ctx.userId, byPasskey.ctx.userId]).toEqual([id, id])
  })
})
