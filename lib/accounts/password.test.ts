import { describe, expect, it } from 'vitest'
import { PUT } from '@/app/api/account/password/route'
import { checkPassword } from '@/lib/auth/credentials'
import { authorizeUser } from '@/lib/db/authorize'
import { hashPassword } from '@/lib/auth/passwords'
import { listCapturedEmails } from '@/lib/mail/outbox'
import {
  ageSignIn,
  asOwner,
  browserRequest,
  createSession,
  createUser,
  expectCode,
  send,
  unique,
} from '@/lib/testing/fixtures'
import { setUpApp } from '@/lib/testing/second-factors'

const old = 'the password from before'
const chosen = () => `a password ${unique()}`
const hash = hashPassword(old)

async function signedIn({ passwordHash }: { passwordHash?: string } = {}) {
  const user = await createUser({ passwordHash: passwordHash ?? (await hash) })
  return { user, session: await createSession(user.id), other: await createSession(user.id) }
}

type Signed = Awaited<ReturnType<typeof signedIn>>

const put = async ({ session }: Signed, body: object) =>
  send(PUT, await browserRequest(session, 'PUT', '/api/account/password', body))

const accepts = ({ user: { id, email } }: Signed, password: string) =>
  checkPassword({ email, password }, new Headers()).then(
    ({ userId }) => userId === id,
    () => false,
  )

describe('a password is changed', () => {
  it('A150 by the current one, which ends all other sessions, and a mail reports it', async () => {
    const one = await signedIn()
    await ageSignIn(one.session.sessionId)
    const next = chosen()
    const { status } = await put(one, { current_password: old, new_password: next })
    expect(status).toBe(204)
    expect([await accepts(one, next), await accepts(one, old)]).toEqual([true, false])
    await authorizeUser(one.session)
    await expectCode(authorizeUser(one.other), 'unauthenticated')
    const [mail] = await listCapturedEmails(one.user.email)
    expect(mail!.subject).toContain('password was changed')
    expect(mail!.text).toContain('all other sessions were ended')
    expect(mail!.text).not.toContain(next)
  })

  it('by a recent sign-in alone, also when there was none', async () => {
    const one = await signedIn()
    const next = chosen()
    expect((await put(one, { new_password: next })).status).toBe(204)
    expect(await accepts(one, next)).toBe(true)
    const without = await signedIn({ passwordHash: '' })
    expect((await put(without, { new_password: next })).status).toBe(204)
    expect(await accepts(without, next)).toBe(true)
  })

  it('by a recent sign-in alone also with a second factor, which takes that in any case', async () => {
    const one = await signedIn()
    await setUpApp(one.session, 0)
    const next = chosen()
    expect((await put(one, { new_password: next })).status).toBe(204)
    expect(await accepts(one, next)).toBe(true)
    await ageSignIn(one.session.sessionId)
    const { status, body } = await put(one, { current_password: next, new_password: chosen() })
    expect([status, body.code]).toEqual([403, 'reauth_required'])
    expect(await accepts(one, next)).toBe(true)
  })

  it('and links to reset it end, but not those for another purpose', async () => {
    const one = await signedIn()
    const link = (purpose: string) =>
      asOwner(
        `insert into email_tokens (user_id, purpose, token_hash, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
        [one.user.id, purpose, unique()],
      )
    await Promise.all([link('reset_password'), link('verify_email')])
    await put(one, { current_password: old, new_password: chosen() })
    const left = await asOwner('select purpose from email_tokens where user_id = $1', [one.user.id])
    expect(left).toEqual([{ purpose: 'verify_email' }])
  })
})

describe('a password is not changed', () => {
  it('without the current one after the time of a recent sign-in', async () => {
    const one = await signedIn()
    await ageSignIn(one.session.sessionId)
    const { status, body } = await put(one, { new_password: chosen() })
    expect([status, body.code]).toEqual([403, 'reauth_required'])
    expect(await accepts(one, old)).toBe(true)
    await authorizeUser(one.other)
  })

  it('with a wrong current one, however recent the sign-in is', async () => {
    const one = await signedIn()
    const { status, body } = await put(one, { current_password: 'not this', new_password: chosen() })
    expect([status, body.errors]).toEqual([422, [{ path: 'current_password', message: 'This is not your password.' }]])
    expect(await accepts(one, old)).toBe(true)
  })

  it('A204 by guessing: the attempts of a session are limited', async () => {
    const one = await signedIn()
    const guess = () => put(one, { current_password: 'not this', new_password: chosen() })
    for (let tries = 0; tries < 10; tries++) expect((await guess()).status).toBe(422)
    expect((await guess()).status).toBe(429)
    expect((await put(one, { current_password: old, new_password: chosen() })).status).toBe(429)
  })

  it.each(['short', 'password123', 'x'.repeat(1025)])('A201 A202 to %.12s', async (new_password) => {
    const one = await signedIn()
    const { status, body } = await put(one, { current_password: old, new_password })
    expect([status, body.errors[0].path]).toEqual([422, 'new_password'])
    expect(await accepts(one, old)).toBe(true)
  })

  it('over another change of the same moment', async () => {
    const one = await signedIn()
    const [first, second] = [chosen(), chosen()]
    const answers = await Promise.all(
      [first, second].map((next) => put(one, { current_password: old, new_password: next })),
    )
    const saved = answers.filter(({ status }) => status === 204)
    expect(saved).toHaveLength(1)
    expect(await accepts(one, old)).toBe(false)
  })
})
