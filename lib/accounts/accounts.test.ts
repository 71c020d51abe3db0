import { describe, expect, it } from 'vitest'
import { POST as forgotPassword } from '@/app/api/forgot-password/route'
import { POST as resetPasswordRoute } from '@/app/api/reset-password/route'
import { POST as signUpRoute } from '@/app/api/sign-up/route'
import { POST as verifyRoute } from '@/app/api/verify-email/route'
import { asOwner, countStatements, createMember, createUser, expectCode, uniqueEmail } from '@/lib/testing/fixtures'
import { fromSomewhere, mailsTo, password, post, signedUp, tokenMailedTo, trySignIn } from '@/lib/testing/sign-ups'
import { consume, limitOf } from '@/lib/requests/rate-limits'
import { canResetPassword, signUp } from './commands'
import { endSession, maxSessions, signIn } from './sessions'
import { hashPassword } from '@/lib/auth/passwords'
import { openSession, sealSession, sessionCookie } from '@/lib/auth/session-cookie'
import type { UserContext } from '@/lib/db/session'
import { authorizeUser } from '@/lib/db/authorize'

describe('sign-up', () => {
  it('A198 answers a new and a known address alike, and mails the difference to the address only', async () => {
    const { email, token } = await signedUp()
    await post(verifyRoute, { token, password })
    const again = await post(signUpRoute, { name: 'Mallory', email, password: 'another password' })
    const fresh = await post(signUpRoute, { name: 'New', email: uniqueEmail(), password })
    expect([again.status, again.text, [...again.headers]]).toEqual([fresh.status, fresh.text, [...fresh.headers]])
    expect((await mailsTo(email))[0]!.subject).toContain('already have')
    const [user] = await asOwner('select name from users where email = $1', [email])
    expect(user).toEqual({ name: 'Jo' })
    await expectCode(trySignIn(email, 'another password'), 'invalid_credentials')
    await trySignIn(email)
  })

  it('A198 leaves as much in the browser for a known address as for a new one', async () => {
    const { email } = await createUser()
    const kept = async (address: string) => {
      const { id, link, ...began } = await signUp(
        { name: 'Jo', email: address, password },
        new Headers(fromSomewhere()),
      )
      return [id.length, link?.length, Object.keys(began)]
    }
    expect(await kept(email)).toEqual(await kept(uniqueEmail()))
  })

  it('A206 A216 replaces nothing when the mail limit of the address is reached', async () => {
    const { email, token } = await signedUp()
    const flooder = fromSomewhere()
    for (let i = 0; i < 6; i++)
      await post(signUpRoute, { name: 'Flood', email, password: 'the flooder’s password' }, flooder)
    expect((await post(verifyRoute, { token, password })).status).toBe(200)
    await trySignIn(email)
  })

  it.each(['password', '12345678', 'QwertyUiop'])('A202 refuses the password %s', async (common) => {
    const answer = await post(signUpRoute, { name: 'Jo', email: uniqueEmail(), password: common })
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'password'])
  })

  it('A221 finds the same account under every spelling of its address', async () => {
    const { email } = await signedUp()
    await post(signUpRoute, { name: 'Jo', email: ` ${email.toUpperCase()} `, password })
    expect(await asOwner('select 1 from users where email = $1', [email])).toHaveLength(1)
  })

  it.each([
    [{ password: 'short' }, 'password'],
    [{ password: 'x'.repeat(1025) }, 'password'],
    [{ email: 'jo' }, 'email'],
    [{ email: { not: '' } }, 'email'],
    [{ email: null }, 'email'],
    [{ name: '' }, 'name'],
    [{ emailVerified: true }, 'emailVerified'],
    [{ role: 'owner' }, 'role'],
    [{ orgId: 'org_1' }, 'orgId'],
  ])('A073 A078 A201 A224 refuses %j and names the field', async (bent, path) => {
    const answer = await post(signUpRoute, { name: 'Jo', email: uniqueEmail(), password, ...bent })
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path])
  })

  it('stores no secret in plain text in the database', async () => {
    const { email, token } = await signedUp()
    const [row] = await asOwner<{ password_hash: string; token_hash: string }>(
      'select u.password_hash, token_hash from users u join email_tokens t on t.user_id = u.id where u.email = $1',
      [email],
    )
    expect(row!.password_hash).toMatch(/^\$argon2id\$/)
    expect(row!.token_hash).toMatch(/^[0-9a-f]{64}$/)
    expect(row!.token_hash).not.toContain(token)
  })

  it('shows of a captured mail what the contract names', async () => {
    const { email } = await signedUp()
    for (const mail of await mailsTo(email))
      expect(Object.keys(mail).sort()).toEqual(['html', 'sent_at', 'subject', 'text', 'to'])
  })

  it('A104 mails links to APP_URL, whatever host the request claims', async () => {
    const email = uniqueEmail()
    await post(
      signUpRoute,
      { name: 'Jo', email, password },
      { ...fromSomewhere(), host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    )
    const [mail] = await mailsTo(email)
    expect(mail!.text).toContain('http://localhost:3000/verify-email?token=')
    expect(mail!.text + mail!.html).not.toContain('evil')
  })

  it('A204 A205 limits sign-ups by network and returns the seconds to wait', async () => {
    const headers = fromSomewhere()
    let answer = await post(signUpRoute, { name: 'Jo', email: uniqueEmail(), password }, headers)
    for (let i = 0; i < 25 && answer.status === 202; i++)
      answer = await post(
        signUpRoute,
        { name: 'Jo', email: uniqueEmail(), password },
        { ...headers, 'x-forwarded-for': `9.9.9.${i}` },
      )
    expect([answer.status, answer.body.code]).toEqual([429, 'rate_limited'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('sign-in', () => {
  it('A196 answers an unknown address and a wrong password alike', async () => {
    const { email } = await signedUp()
    const describeError = (typed: Promise<unknown>) => typed.catch((error: Error) => JSON.stringify(error))
    expect(await describeError(trySignIn(email, 'wrong'))).toBe(await describeError(trySignIn(uniqueEmail(), 'wrong')))
  })

  it('F19 A196 does the same work for a known and an unknown address, and leaves nothing to do afterwards', async () => {
    const { user, ctx } = await createMember('owner')
    await asOwner('update users set password_hash = $2 where id = $1', [user.id, await hashPassword(password)])
    const statementsFor = async (email: string) => {
      const counted = countStatements()
      await expectCode(trySignIn(email, 'wrong'), 'invalid_credentials')
      await new Promise((resolve) => setImmediate(resolve))
      return counted.statements.splice(0)
    }
    expect(await statementsFor(user.email)).toEqual(await statementsFor(uniqueEmail()))
    expect(await asOwner('select from audit_events where organization_id = $1', [ctx.organization])).toEqual([])
  })

  it('A204 A206 slows down guesses without locking the owner out', async () => {
    const { email } = await signedUp()
    const guesser = new Headers(fromSomewhere())
    const guess = () => signIn({ email, password: 'wrong' }, guesser)
    for (let i = 0; i < 10; i++) await expectCode(guess(), 'invalid_credentials')
    await expectCode(guess(), 'rate_limited')
    await trySignIn(email)
  })

  it('A156 A161 A165 seals a new session at each sign-in and opens no forged one', async () => {
    const { email } = await signedUp()
    const [first, second] = [await trySignIn(email), await trySignIn(email)]
    expect(first.sessionId).not.toBe(second.sessionId)
    const cookie = await sealSession(first)
    expect(await openSession(cookie)).toEqual(first)
    for (const bent of [`${cookie}x`, cookie.slice(0, -2), 'x', '', undefined, 'a.b.c.d.e', '%', 'x'.repeat(5000)])
      expect(await openSession(bent)).toBeNull()
    await endSession(first.sessionId)
    await expectCode(authorizeUser(first), 'unauthenticated')
    expect((await authorizeUser(second)).user.email).toBe(email)
  })

  it('A156 A157 ends the session that the browser had, also of another person', async () => {
    const [one, other] = [await signedUp(), await signedUp()]
    const first = await trySignIn(one.email)
    const inBrowserOf = async (ctx: UserContext) =>
      new Headers({ ...fromSomewhere(), cookie: `${sessionCookie().name}=${await sealSession(ctx)}` })
    const elsewhere = await trySignIn(one.email)
    const again = await signIn({ email: one.email, password }, await inBrowserOf(first))
    await expectCode(authorizeUser(first), 'unauthenticated')
    const asOther = await signIn({ email: other.email, password }, await inBrowserOf(again))
    await expectCode(authorizeUser(again), 'unauthenticated')
    const { userId: others } = await authorizeUser(asOther)
    expect([others, (await authorizeUser(elsewhere)).userId]).toEqual([asOther.userId, first.userId])
    await expectCode(signIn({ email: one.email, password: 'wrong' }, await inBrowserOf(asOther)), 'invalid_credentials')
    expect((await authorizeUser(asOther)).userId).toBe(asOther.userId)
  })

  it('A204 A206 sums guesses from many networks, and still lets the owner in from a network used before', async () => {
    const { email } = await signedUp()
    const home = new Headers(fromSomewhere())
    await signIn({ email, password }, home)
    const codes = new Set<string>()
    for (let i = 0; i < 110; i++)
      await trySignIn(email, 'wrong').catch((error: { code: string }) => codes.add(error.code))
    expect([...codes]).toEqual(['invalid_credentials', 'rate_limited'])
    await expectCode(trySignIn(email), 'rate_limited')
    await signIn({ email, password }, home)
  })

  it('A204 does not count successful sign-ins', async () => {
    const { email } = await signedUp()
    const home = new Headers(fromSomewhere())
    for (let i = 0; i < 14; i++) await signIn({ email, password }, home)
  })

  it('F20 ends the oldest of more than 200 sessions, and limits new ones by person', async () => {
    const { id, email } = await createUser({ passwordHash: await hashPassword(password) })
    await asOwner(
      `insert into sessions (user_id, created_at, expires_at)
         select $1, now() - make_interval(mins => n), now() + interval '1 day' from generate_series(1, $2) n`,
      [id, maxSessions],
    )
    const live = () =>
      asOwner<{ age: number }>(
        `select extract(epoch from now() - created_at)::int / 60 as age from sessions
           where user_id = $1 and ended_at is null order by created_at`,
        [id],
      )
    await trySignIn(email)
    const left = await live()
    expect([left.length, left[0]!.age]).toEqual([maxSessions, maxSessions - 1])
    await consume('sessions_by_person', id, limitOf('sessions_by_person') - 1)
    await expectCode(trySignIn(email), 'rate_limited')
  })

  it('refuses an account that has no password', async () => {
    const { email } = await createUser()
    await expectCode(trySignIn(email, ''), 'invalid_credentials')
  })
})

describe('a forgotten password', () => {
  it('A200 answers alike for a known and an unknown address', async () => {
    const { email } = await createUser({ passwordHash: await hashPassword(password) })
    const [known, unknown] = [
      await post(forgotPassword, { email }),
      await post(forgotPassword, { email: uniqueEmail() }),
    ]
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    expect(known.status).toBe(202)
    expect(await mailsTo(email)).toHaveLength(1)
  })

  it('A150 A210 is replaced once, by the newest link only, and every session ends', async () => {
    const { email } = await createUser({ passwordHash: await hashPassword(password) })
    const session = await trySignIn(email)
    await post(forgotPassword, { email })
    const older = await tokenMailedTo(email)
    await post(forgotPassword, { email })
    const token = await tokenMailedTo(email)
    expect((await post(resetPasswordRoute, { token: older, password: 'the new password' })).status).toBe(410)
    expect((await post(verifyRoute, { token, password })).status).toBe(410)
    expect((await post(resetPasswordRoute, { token, password: 'the new password' })).status).toBe(204)
    expect((await post(resetPasswordRoute, { token, password: 'once more please' })).status).toBe(410)
    await expectCode(authorizeUser(session), 'unauthenticated')
    await expectCode(trySignIn(email), 'invalid_credentials')
    await trySignIn(email, 'the new password')
    expect((await mailsTo(email)).map(({ subject }) => subject).join()).toContain('password was changed')
  })

  it('is announced as possible by a link that works, which stays unused, and by no other', async () => {
    const { email, token: verifies } = await signedUp()
    await post(forgotPassword, { email })
    const token = await tokenMailedTo(email)
    expect(await Promise.all(['x', verifies, token, token].map(canResetPassword))).toEqual([false, false, true, true])
    expect((await post(resetPasswordRoute, { token, password: 'the new password' })).status).toBe(204)
    expect(await canResetPassword(token)).toBe(false)
    await post(forgotPassword, { email })
    const old = await tokenMailedTo(email)
    await asOwner(
      `update email_tokens set expires_at = now() where purpose = 'reset_password'
       and user_id = (select id from users where email = $1)`,
      [email],
    )
    expect(await canResetPassword(old)).toBe(false)
  })

  it('F16 limits mails by mailbox, whatever tag the address has', async () => {
    const email = uniqueEmail()
    const tagged = (tag: number) => email.replace('@', `+${tag}@`)
    const flooder = fromSomewhere()
    for (let i = 0; i < 8; i++) await post(signUpRoute, { name: 'Jo', email: tagged(i), password }, { ...flooder })
    const received = await Promise.all(Array.from({ length: 8 }, async (_, i) => (await mailsTo(tagged(i))).length))
    expect(received).toEqual([1, 1, 1, 1, 1, 0, 0, 0])
  })

  it('A198 A206 limits mails without saying so, and still sends mail for requests from another network', async () => {
    const { email } = await createUser({ passwordHash: await hashPassword(password) })
    const flooder = fromSomewhere()
    for (let i = 0; i < 8; i++) expect((await post(forgotPassword, { email }, flooder)).status).toBe(202)
    expect(await mailsTo(email)).toHaveLength(5)
    await post(forgotPassword, { email })
    expect(await mailsTo(email)).toHaveLength(6)
  })
})
