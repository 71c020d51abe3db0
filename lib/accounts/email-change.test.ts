// Changes of address: who can make them, who learns of them, and how they are undone.
import { describe, expect, it } from 'vitest'
import { PUT } from '@/app/api/account/email/route'
import { POST as resetRoute } from '@/app/api/reset-password/route'
import { POST as signUpRoute } from '@/app/api/sign-up/route'
import { POST as verifyRoute } from '@/app/api/verify-email/route'
import { hashPassword } from '@/lib/auth/passwords'
import { authorizeUser } from '@/lib/db/authorize'
import {
  ageSignIn,
  asOwner,
  browserRequest,
  createMember,
  createSession,
  createUser,
  expectCode,
  send,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { codeOf } from '@/lib/testing/second-factors'
import { fromSomewhere, mailsTo, password, post, signedUp, tokenMailedTo, trySignIn } from '@/lib/testing/sign-ups'
import { confirmAuthenticator, findAuthenticatorKey, startAuthenticator } from './authenticator'
import { cancelEmailChange, canUndoEmailChange, findPendingEmail, undoEmailChange } from './email-change'
import { requestPasswordReset } from './commands'
import { requestSignInCode, signInByCode } from './sign-in-codes'

const passwordHash = hashPassword(password)
const somewhere = () => new Headers(fromSomewhere())

async function signedIn() {
  const user = await createUser({ passwordHash: await passwordHash })
  return { user, session: await createSession(user.id) }
}

type Signed = Awaited<ReturnType<typeof signedIn>>

const ask = async ({ session }: Pick<Signed, 'session'>, email: string) =>
  send(PUT, await browserRequest(session, 'PUT', '/api/account/email', { email }))

const prove = async ({ session }: Pick<Signed, 'session'>, token: string) =>
  send(verifyRoute, await browserRequest(session, 'POST', '/api/verify-email', { token }))

const addressOf = async ({ user }: Signed) =>
  (await asOwner<{ email: string }>('select email from users where id = $1', [user.id]))[0]!.email

/** Asks for a new address and proves it. */
async function changed(one: Signed) {
  const email = uniqueEmail()
  expect((await ask(one, email)).status).toBe(202)
  expect((await prove(one, await tokenMailedTo(email))).status).toBe(200)
  return email
}

describe('a new address', () => {
  it('takes effect when its link is used in a session of the account', async () => {
    const one = await signedIn()
    const email = uniqueEmail()
    const { status, body } = await ask(one, email)
    expect([status, body]).toEqual([202, { status: 'accepted' }])
    expect([await addressOf(one), await findPendingEmail(one.session)]).toEqual([one.user.email, email])
    const token = await tokenMailedTo(email)
    expect((await prove(one, token)).status).toBe(200)
    expect([await addressOf(one), await findPendingEmail(one.session)]).toEqual([email, null])
    expect((await trySignIn(email)).userId).toBe(one.user.id)
    expect((await prove(one, token)).status).toBe(410)
  })

  it('A150 ends all other sessions of the person, and that of another account stays', async () => {
    const one = await signedIn()
    const other = await createSession(one.user.id)
    await changed(one)
    expect((await authorizeUser(one.session)).user.id).toBe(one.user.id)
    await expectCode(authorizeUser(other), 'unauthenticated')
    const [stranger, email] = [await createMember('owner'), uniqueEmail()]
    await ask(one, email)
    const verify = { token: await tokenMailedTo(email), password }
    await send(verifyRoute, await browserRequest(stranger.session, 'POST', '/api/verify-email', verify))
    await expectCode(authorizeUser(one.session), 'unauthenticated')
    expect((await authorizeUser(stranger.session)).user.id).toBe(stranger.user.id)
  })

  it('takes the password of the account when its link is used elsewhere', async () => {
    const [one, stranger] = [await signedIn(), await createMember('owner')]
    const email = uniqueEmail()
    await ask(one, email)
    const token = await tokenMailedTo(email)
    for (const refused of [await prove(stranger, token), await post(verifyRoute, { token, password: 'not that' })])
      expect([refused.status, refused.body.code]).toEqual([403, 'password_required'])
    expect(await addressOf(one)).toBe(one.user.email)
    expect((await post(verifyRoute, { token, password })).status).toBe(200)
    expect(await addressOf(one)).toBe(email)
  })

  it('needs a recent sign-in and a verified account', async () => {
    const one = await signedIn()
    await ageSignIn(one.session.sessionId)
    expect((await ask(one, uniqueEmail())).body.code).toBe('reauth_required')
    const unverified = await createUser({ verified: false })
    expect((await ask({ session: await createSession(unverified.id) }, uniqueEmail())).body.code).toBe(
      'email_unverified',
    )
  })

  it('is mailed without a word that the person chose', async () => {
    const one = await signedIn()
    await asOwner(`update users set name = 'Click evil.example' where id = $1`, [one.user.id])
    const email = uniqueEmail()
    await ask(one, email)
    const [mail] = await mailsTo(email)
    expect(`${mail!.subject} ${mail!.text}`).not.toMatch(/evil|Click/)
  })

  it('can be called off, and a second one replaces the first', async () => {
    const one = await signedIn()
    const [first, second] = [uniqueEmail(), uniqueEmail()]
    await ask(one, first)
    await ask(one, second)
    expect((await prove(one, await tokenMailedTo(first))).status).toBe(410)
    await cancelEmailChange(one.session)
    expect((await prove(one, await tokenMailedTo(second))).status).toBe(410)
    expect(await addressOf(one)).toBe(one.user.email)
  })

  it('is limited by person', async () => {
    const one = await signedIn()
    for (let count = 0; count < 10; count++) expect((await ask(one, uniqueEmail())).status).toBe(202)
    expect((await ask(one, uniqueEmail())).status).toBe(429)
  })
})

describe('A200 an address that has an account', () => {
  it('is answered and shown like any other; only its owner learns of it', async () => {
    const [one, other] = [await signedIn(), await signedIn()]
    const { status, body } = await ask(one, other.user.email)
    expect([status, body]).toEqual([202, { status: 'accepted' }])
    expect(await findPendingEmail(one.session)).toBe(other.user.email)
    const [mail] = await mailsTo(other.user.email)
    expect(mail!.text).toContain('It already has an account')
    expect(mail!.text).not.toMatch(/token=/)
    expect([await addressOf(one), await addressOf(other)]).toEqual([one.user.email, other.user.email])
  })

  it('since the link was mailed keeps it', async () => {
    const one = await signedIn()
    const email = uniqueEmail()
    await ask(one, email)
    const token = await tokenMailedTo(email)
    await createUser({ email })
    expect((await prove(one, token)).status).toBe(409)
    expect(await addressOf(one)).toBe(one.user.email)
  })
})

describe('A216 a sign-up with the new address that was never proven', () => {
  it('ends, with its sessions', async () => {
    const one = await signedIn()
    const stranger = await signedUp()
    const session = await trySignIn(stranger.email)
    await ask(one, stranger.email)
    expect((await prove(one, await tokenMailedTo(stranger.email))).status).toBe(200)
    await expectCode(authorizeUser(session), 'unauthenticated')
    expect((await trySignIn(stranger.email)).userId).toBe(one.user.id)
    const [row] = await asOwner('select contested_at is not null as contested from users where id = $1', [one.user.id])
    expect(row).toEqual({ contested: true })
  })
})

describe('the former address', () => {
  it('is told, and takes the change back: all sessions end, and the password with them', async () => {
    const one = await signedIn()
    const email = await changed(one)
    const [mail] = await mailsTo(one.user.email)
    expect(mail!.text).toContain('/undo-email-change?token=')
    const token = await tokenMailedTo(one.user.email)
    expect(await canUndoEmailChange(token)).toBe(true)
    const resetToken = await undoEmailChange(token, somewhere())
    expect(await canUndoEmailChange(token)).toBe(false)
    expect(await addressOf(one)).toBe(one.user.email)
    await expectCode(authorizeUser(one.session), 'unauthenticated')
    for (const address of [email, one.user.email]) await expectCode(trySignIn(address), 'invalid_credentials')
    const next = 'a password after the theft'
    expect((await post(resetRoute, { token: resetToken, password: next })).status).toBe(204)
    expect((await trySignIn(one.user.email, next)).userId).toBe(one.user.id)
  })

  it('can do so after the thief has changed the address once more and reset the password', async () => {
    const one = await signedIn()
    await changed(one)
    const undo = await tokenMailedTo(one.user.email)
    const email = await changed(one)
    await requestPasswordReset(email, somewhere())
    const reset = { token: await tokenMailedTo(email), password: 'the password of a thief' }
    expect((await post(resetRoute, reset)).status).toBe(204)
    await undoEmailChange(undo, somewhere())
    expect(await addressOf(one)).toBe(one.user.email)
    await expectCode(trySignIn(email, reset.password), 'invalid_credentials')
  })

  it('A214 can do so after the thief has undone a later change of theirs', async () => {
    const one = await signedIn()
    const first = await changed(one)
    const undo = await tokenMailedTo(one.user.email)
    const thief = { user: one.user, session: await createSession(one.user.id) }
    await changed(thief)
    await undoEmailChange(await tokenMailedTo(first), somewhere())
    expect(await addressOf(one)).toBe(first)
    await undoEmailChange(undo, somewhere())
    expect(await addressOf(one)).toBe(one.user.email)
  })

  it('A214 ends an authenticator app that was set up before the change and confirmed after it', async () => {
    const one = await signedIn()
    await startAuthenticator(one.session)
    const { secret } = (await findAuthenticatorKey(one.session))!
    await asOwner(`update totp_secrets set created_at = created_at - interval '1 hour' where user_id = $1`, [
      one.user.id,
    ])
    await changed(one)
    await confirmAuthenticator(one.session, codeOf(secret))
    const token = await undoEmailChange(await tokenMailedTo(one.user.email), somewhere())
    expect((await post(resetRoute, { token, password: 'a password after the theft' })).status).toBe(204)
    expect((await trySignIn(one.user.email, 'a password after the theft')).userId).toBe(one.user.id)
  })

  it('A214 a code mailed to an address opens nothing once the account has left it, by a change or by its undo', async () => {
    const one = await signedIn()
    const codeFor = async (email: string) => {
      const began = await requestSignInCode(email, somewhere())
      const [, code] = /^(\d{6}) is your/.exec((await mailsTo(email))[0]!.subject)!
      return () => signInByCode(began, code!, somewhere())
    }
    const useFormer = await codeFor(one.user.email)
    const undo = async () => undoEmailChange(await tokenMailedTo(one.user.email), somewhere())
    const stolen = await changed(one)
    await expectCode(useFormer(), 'code_expired')
    const useStolen = await codeFor(stolen)
    await undo()
    await expectCode(useStolen(), 'code_expired')
  })

  it('can do so once, and for seven days', async () => {
    const one = await signedIn()
    const email = await changed(one)
    const token = await tokenMailedTo(one.user.email)
    await asOwner(`update email_tokens set expires_at = expires_at - interval '7 days' where user_id = $1`, [
      one.user.id,
    ])
    await expectCode(undoEmailChange(token, somewhere()), 'link_expired')
    expect(await addressOf(one)).toBe(email)
    await asOwner(`update email_tokens set expires_at = expires_at + interval '7 days' where user_id = $1`, [
      one.user.id,
    ])
    await undoEmailChange(token, somewhere())
    await expectCode(undoEmailChange(token, somewhere()), 'link_expired')
  })

  it('gets no new password by a link from before', async () => {
    const one = await signedIn()
    await requestPasswordReset(one.user.email, somewhere())
    const token = await tokenMailedTo(one.user.email)
    await changed(one)
    expect((await post(resetRoute, { token, password: 'a password by an old link' })).status).toBe(410)
  })

  it('is free: another person can sign up with it, and then keeps it', async () => {
    const one = await signedIn()
    await changed(one)
    const undo = await tokenMailedTo(one.user.email)
    const { email } = one.user
    await post(signUpRoute, { name: 'Next', email, password })
    await post(verifyRoute, { token: await tokenMailedTo(email), password })
    await expectCode(undoEmailChange(undo, somewhere()), 'conflict')
  })
})
