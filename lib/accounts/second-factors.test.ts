import { describe, expect, it } from 'vitest'
import { GET as accountRoute } from '@/app/api/account/route'
import { PUT as passwordRoute } from '@/app/api/account/password/route'
import { POST as confirmRoute } from '@/app/api/session/confirm/route'
import { POST as secondStepRoute } from '@/app/api/session/second-factor/route'
import { pendingCookie, SecondFactorPending } from '@/lib/auth/pending-sign-in'
import { hashPassword } from '@/lib/auth/passwords'
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { consume, limitOf } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import {
  ageSignIn,
  apiRequest,
  asOwner,
  browserRequest,
  createMember,
  createSession,
  createUser,
  expectCode,
  send,
  proven,
} from '@/lib/testing/fixtures'
import { codeOf, keepCookie, pinClock, setUpApp } from '@/lib/testing/second-factors'
import { fromSomewhere, mailsTo, password } from '@/lib/testing/sign-ups'
import { confirmAuthenticator, findAuthenticatorKey, removeAuthenticator, startAuthenticator } from './authenticator'
import { resetSecondFactor } from './reset-second-factor'
import { renewRecoveryCodes } from './second-factors'
import { finishSignIn } from './second-step'
import { signIn, signInProven } from './sessions'

pinClock()

async function person() {
  const user = await createUser({ passwordHash: await hashPassword(password) })
  return { ...user, session: await createSession(user.id) }
}

async function secured() {
  const who = await person()
  const { secret, codes } = await setUpApp(who.session)
  return { ...who, secret, codes: codes! }
}

/** The headers of a browser that has passed the first factor. */
async function afterFirstFactor(email: string, sent = fromSomewhere()): Promise<Headers> {
  const stopped = await signIn({ email, password }, new Headers(sent)).catch((error: unknown) => error)
  expect(stopped).toBeInstanceOf(SecondFactorPending)
  return new Headers({ ...sent, cookie: `${pendingCookie().name}=${(stopped as SecondFactorPending).secret}` })
}

const amrOf = async ({ sessionId }: UserContext) =>
  (await asOwner<{ amr: string[] }>('select amr from sessions where id = $1', [sessionId]))[0]!.amr

describe('an authenticator app', () => {
  it('counts once a code has confirmed it, and a mail reports it', async () => {
    const { session, email } = await person()
    await startAuthenticator(session)
    const old = await createSession(session.userId)
    await ageSignIn(old.sessionId)
    await expectCode(findAuthenticatorKey(old), 'reauth_required')
    const key = (await findAuthenticatorKey(session))!
    expect(key.uri).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/)
    expect(key.qrCode).toMatch(/^<svg /)
    await expectCode(confirmAuthenticator(session, '000000'), 'validation_failed')
    await signIn({ email, password }, new Headers(fromSomewhere()))
    const { codes, kept } = await confirmAuthenticator(session, codeOf(key.secret))
    keepCookie(session, kept)
    expect(codes).toHaveLength(10)
    expect(new Set(codes!.map((code) => /^[0-9a-z]{5}-[0-9a-z]{5}$/.test(code)))).toEqual(new Set([true]))
    expect(await findAuthenticatorKey(session)).toBeNull()
    await afterFirstFactor(email)
    expect((await mailsTo(email))[0]!.subject).toMatch(/^An authenticator app was added/)
    const answer = await send(accountRoute, await browserRequest(session, 'GET', '/api/account'))
    expect(answer.body.two_factor).toBe(true)
  })

  it('is not stored in a form that a copy of the database could use', async () => {
    const { id, secret, codes } = await secured()
    const [app] = await asOwner<{ encrypted_secret: string }>('select * from totp_secrets where user_id = $1', [id])
    expect(app!.encrypted_secret).not.toContain(secret)
    const rows = await asOwner<{ code_hash: string }>('select code_hash from recovery_codes where user_id = $1', [id])
    expect(rows).toHaveLength(10)
    for (const { code_hash } of rows) expect(codes.join()).not.toContain(code_hash)
    const other = await secured()
    await asOwner('update totp_secrets set encrypted_secret = $2, last_step = null where user_id = $1', [
      other.id,
      app!.encrypted_secret,
    ])
    const headers = await afterFirstFactor(other.email)
    await expectCode(finishSignIn({ code: codeOf(secret) }, headers), 'invalid_credentials')
  })

  it('ends all other sessions when it is the first second factor', async () => {
    const { id, session } = await person()
    const other = await createSession(id)
    await setUpApp(session)
    await authorizeUser(session)
    await expectCode(authorizeUser(other), 'unauthenticated')
  })

  it('A213 is set up and removed only after a recent sign-in', async () => {
    const { session } = await person()
    await ageSignIn(session.sessionId)
    await expectCode(startAuthenticator(session), 'reauth_required')
    const { session: theirs } = await secured()
    await ageSignIn(theirs.sessionId)
    await expectCode(removeAuthenticator(theirs), 'reauth_required')
    await expectCode(renewRecoveryCodes(theirs), 'reauth_required')
  })

  it('A216 cannot be added before the address is proven, so that it does not outlive the proof', async () => {
    const { id } = await createUser({ verified: false })
    await expectCode(startAuthenticator(await createSession(id)), 'email_unverified')
  })

  it('takes its recovery codes along when it is removed, and a mail reports it', async () => {
    const { id, session, email } = await secured()
    await removeAuthenticator(session)
    expect(await asOwner('select from recovery_codes where user_id = $1', [id])).toEqual([])
    expect((await mailsTo(email))[0]!.subject).toMatch(/^An authenticator app was removed/)
    await signIn({ email, password }, new Headers(fromSomewhere()))
    await expectCode(removeAuthenticator(session), 'not_found')
  })
})

describe('a sign-in to an account with a second factor', () => {
  it('is no session before the second step, whatever the first factor was', async () => {
    const { id, email, secret } = await secured()
    for (const method of ['pwd', 'otp', 'fed'] as const)
      await expectCode(signInProven(await proven(id), new Headers(fromSomewhere()), method), 'second_factor_pending')
    const [{ count }] = (await asOwner('select count(*)::int from sessions where user_id = $1 and ended_at is null', [
      id,
    ])) as [{ count: number }]
    expect(count).toBe(1)
    const headers = await afterFirstFactor(email)
    const { ctx } = await finishSignIn({ code: codeOf(secret) }, headers)
    await authorizeUser(ctx)
    expect(await amrOf(ctx)).toEqual(['pwd', 'otp', 'mfa'])
    await expectCode(finishSignIn({ code: codeOf(secret, 1) }, headers), 'unauthenticated')
  })

  it('A206 counts against nobody’s sign-ins while it waits for the second factor', async () => {
    const { id, email, secret } = await secured()
    await consume('sessions_by_person', id, limitOf('sessions_by_person') - 1)
    const network = fromSomewhere()
    for (let i = 0; i < 3; i++) await afterFirstFactor(email, network)
    const { ctx } = await finishSignIn({ code: codeOf(secret) }, await afterFirstFactor(email))
    expect(ctx.userId).toBe(id)
  })

  it('A206 is begun a hundred times an hour from one network, and still from another', async () => {
    const { id, email } = await secured()
    const [theirs, own] = [fromSomewhere(), fromSomewhere()]
    const key = `${id} ${clientNetwork(new Headers(theirs))}`
    await consume('pending_sign_ins_by_person_and_network', key, limitOf('pending_sign_ins_by_person_and_network'))
    await expectCode(signIn({ email, password }, new Headers(theirs)), 'rate_limited')
    await afterFirstFactor(email, own)
  })

  it('takes a code once, also of two at the same moment', async () => {
    const { email, secret } = await secured()
    const code = codeOf(secret)
    const browsers = await Promise.all([afterFirstFactor(email), afterFirstFactor(email)])
    const done = await Promise.allSettled(browsers.map((headers) => finishSignIn({ code }, headers)))
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expectCode(finishSignIn({ code: codeOf(secret, -1) }, await afterFirstFactor(email)), 'invalid_credentials')
  })

  it('takes the codes of one step before and after, and no others', async () => {
    const { id, email, secret } = await secured()
    await asOwner('update totp_secrets set last_step = null where user_id = $1', [id])
    for (const steps of [-2, 2, 3])
      await expectCode(
        finishSignIn({ code: codeOf(secret, steps) }, await afterFirstFactor(email)),
        'invalid_credentials',
      )
    for (const steps of [-1, 0, 1]) await finishSignIn({ code: codeOf(secret, steps) }, await afterFirstFactor(email))
  })

  it('takes a recovery code once, says how many are left, and tells by mail', async () => {
    const { email, codes } = await secured()
    const typed = ` ${codes[0]!.toUpperCase().replace('-', ' ')}`
    const { ctx, codesLeft } = await finishSignIn({ recovery_code: typed }, await afterFirstFactor(email))
    expect(codesLeft).toBe(9)
    await authorizeUser(ctx)
    const mail = (await mailsTo(email)).find(({ subject }) => subject.startsWith('A recovery code'))
    expect(mail!.text).toContain('9 codes left')
    await expectCode(finishSignIn({ recovery_code: codes[0]! }, await afterFirstFactor(email)), 'invalid_credentials')
    const twice = await Promise.all([afterFirstFactor(email), afterFirstFactor(email)])
    const done = await Promise.allSettled(twice.map((headers) => finishSignIn({ recovery_code: codes[1]! }, headers)))
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('refuses the codes of another person, and codes that were replaced', async () => {
    const [mine, theirs] = await Promise.all([secured(), secured()])
    const headers = await afterFirstFactor(mine.email)
    await expectCode(finishSignIn({ recovery_code: theirs.codes[0]! }, headers), 'invalid_credentials')
    await expectCode(finishSignIn({ code: codeOf(theirs.secret) }, headers), 'invalid_credentials')
    const [first] = await renewRecoveryCodes(mine.session)
    await expectCode(finishSignIn({ recovery_code: mine.codes[0]! }, headers), 'invalid_credentials')
    await finishSignIn({ recovery_code: first! }, headers)
  })

  it('A220 gives ten guesses an hour to an account, however often the sign-in begins anew', async () => {
    const { email, secret } = await secured()
    for (let guess = 0; guess < 10; guess++)
      await expectCode(finishSignIn({ code: '000000' }, await afterFirstFactor(email)), 'invalid_credentials')
    await expectCode(finishSignIn({ code: codeOf(secret) }, await afterFirstFactor(email)), 'rate_limited')
  })

  it('ends after ten minutes, and when the password changes or an operator resets the factor', async () => {
    const { id, email, secret } = await secured()
    const code = codeOf(secret)
    const late = await afterFirstFactor(email)
    await asOwner(`update pending_sign_ins set expires_at = now() - interval '1 minute' where user_id = $1`, [id])
    await expectCode(finishSignIn({ code }, late), 'unauthenticated')
    const waiting = await afterFirstFactor(email)
    await resetSecondFactor(email)
    await expectCode(finishSignIn({ code }, waiting), 'unauthenticated')
    expect((await mailsTo(email))[0]!.subject).toMatch(/^The second factor .* was reset/)
    await signIn({ email, password }, new Headers(fromSomewhere()))
  })

  it('is finished by a program with one more call, which sets the session cookie', async () => {
    const { id, email, secret } = await secured()
    const sent = Object.fromEntries(await afterFirstFactor(email))
    const call = (body: unknown, headers = sent) =>
      send(secondStepRoute, apiRequest('POST', '/api/session/second-factor', body, headers))
    expect((await call({ code: '000000' })).body).toMatchObject({ code: 'invalid_credentials', status: 401 })
    expect((await call({})).body.code).toBe('validation_failed')
    expect((await call({ code: codeOf(secret), recovery_code: 'x' })).body.code).toBe('validation_failed')
    expect((await call({ code: codeOf(secret) }, {})).body.code).toBe('unauthenticated')
    const { status, body, headers } = await call({ code: codeOf(secret) })
    expect([status, body]).toEqual([200, { user_id: id, recovery_codes_left: null }])
    expect(headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual([
      'session',
      'device',
      'pending-sign-in',
    ])
  })
})

describe('a confirmation in an account with a second factor', () => {
  const confirm = async (session: UserContext, body: unknown) =>
    send(confirmRoute, await browserRequest(session, 'POST', '/api/session/confirm', body))

  it('A213 takes the second factor, and not the password alone', async () => {
    const { session, secret, codes } = await secured()
    await ageSignIn(session.sessionId)
    expect((await confirm(session, { password })).body).toMatchObject({
      code: 'invalid_credentials',
      detail: expect.stringContaining('second factor'),
    })
    await expectCode(removeAuthenticator(session), 'reauth_required')
    expect((await confirm(session, { code: '000000' })).status).toBe(401)
    expect((await confirm(session, { code: codeOf(secret) })).status).toBe(204)
    await ageSignIn(session.sessionId)
    expect((await confirm(session, { recovery_code: codes[0] })).status).toBe(204)
    await removeAuthenticator(session)
  })

  it('A213 is needed to change the password, beside the current one', async () => {
    const { session } = await secured()
    await ageSignIn(session.sessionId)
    const body = { current_password: password, new_password: 'another long password' }
    const request = await browserRequest(session, 'PUT', '/api/account/password', body)
    expect((await send(passwordRoute, request)).body.code).toBe('reauth_required')
  })

  it('renews the time and the methods of the session', async () => {
    const { session } = await person()
    const before = (await authorizeUser(session)).authenticatedAt
    await ageSignIn(session.sessionId)
    expect((await confirm(session, { password })).status).toBe(204)
    expect((await authorizeUser(session)).authenticatedAt.getTime()).toBeGreaterThanOrEqual(before.getTime())
    expect(await amrOf(session)).toEqual(['pwd'])
    await setUpApp(session)
    expect(await amrOf(session)).toEqual(['pwd', 'otp', 'mfa'])
  })

  it('refuses a session that has ended, and counts nothing for it', async () => {
    const { session, secret } = await secured()
    await asOwner('update sessions set ended_at = now() where id = $1', [session.sessionId])
    expect((await confirm(session, { code: codeOf(secret) })).body.code).toBe('unauthenticated')
  })
})

it('an account without a second factor signs in with the password alone', async () => {
  const { user } = await createMember('member')
  await asOwner('update users set password_hash = $2 where id = $1', [user.id, await hashPassword(password)])
  const ctx = await signIn({ email: user.email, password }, new Headers(fromSomewhere()))
  expect(await amrOf(ctx)).toEqual(['pwd'])
})
