// Who proves an address, and what of the sign-ups with it stays.
import { describe, expect, it } from 'vitest'
import { POST as resetPasswordRoute } from '@/app/api/reset-password/route'
import { POST as signUpRoute } from '@/app/api/sign-up/route'
import { POST as verifyRoute } from '@/app/api/verify-email/route'
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { acceptInvitation, acceptMyInvitation, listMyInvitations } from '@/lib/invitations/answer'
import { copyInvitationLink } from '@/lib/invitations/commands'
import { invite } from '@/lib/invitations/send'
import { asOwner, browserRequest, createMember, expectCode, send } from '@/lib/testing/fixtures'
import { quotaOf } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { untilBlocked } from '@/lib/testing/locks'
import { fromSomewhere, mailsTo, password, post, signedUp, tokenMailedTo, trySignIn } from '@/lib/testing/sign-ups'
import { requestPasswordReset } from './commands'
import { consumeLink } from './email-links'
import { resendVerification, verifyEmail } from './verification'

const hers = 'the owner’s password'

/** A stranger signs up with an address and signs in; then its owner signs up with it. */
async function contested() {
  const stranger = await signedUp({ name: 'Acme Corp' })
  const session = await trySignIn(stranger.email)
  const owner = await signedUp({ name: 'Vera', email: stranger.email, chosen: hers })
  return { email: owner.email, stranger, session, token: owner.token }
}

const resend = async (session: UserContext, email: string) => {
  await resendVerification(session, new Headers(fromSomewhere()))
  return tokenMailedTo(email)
}

const inSession = async (session: UserContext, body: object) =>
  send(verifyRoute, await browserRequest(session, 'POST', '/api/verify-email', body))

const verified = (email: string) =>
  asOwner('select name, email_verified_at is not null as verified from users where email = $1', [email])

describe('F2 the link of a sign-up', () => {
  it('asks for its password, and is not used up by a wrong one', async () => {
    const { email, token } = await signedUp()
    for (const body of [{ token }, { token, password: 'not that one' }]) {
      const refused = await post(verifyRoute, body)
      expect([refused.status, refused.body.code]).toEqual([403, 'password_required'])
    }
    expect(await verified(email)).toEqual([{ name: 'Jo', verified: false }])
    expect((await post(verifyRoute, { token, password })).status).toBe(200)
    expect((await post(verifyRoute, { token, password })).status).toBe(410)
  })

  it('asks for nothing in a session of that sign-up', async () => {
    const { email, token } = await signedUp()
    expect((await inSession(await trySignIn(email), { token })).status).toBe(200)
    expect(await verified(email)).toEqual([{ name: 'Jo', verified: true }])
  })

  it('asks for the password in a session of another sign-up, of another account, or that has ended', async () => {
    const { session, token } = await contested()
    const { session: another } = await createMember('owner')
    const own = await signedUp()
    const ended = await trySignIn(own.email)
    await asOwner('update sessions set ended_at = now() where id = $1', [ended.sessionId])
    for (const [who, link] of [
      [session, token],
      [another, token],
      [ended, own.token],
    ] as const) {
      const refused = await inSession(who, { token: link })
      expect([refused.status, refused.body.code]).toEqual([403, 'password_required'])
    }
  })

  it('sent again by a stranger carries the stranger’s sign-up, and its owner’s link goes on working', async () => {
    const { email, stranger, session, token } = await contested()
    const newest = await resend(session, email)
    // She opens the newest of three mails, in her own browser, with her own password.
    for (const body of [
      { token: newest },
      { token: newest, password: hers },
      { token: stranger.token, password: hers },
    ])
      expect((await post(verifyRoute, body)).status).not.toBe(200)
    expect((await post(verifyRoute, { token, password: hers })).status).toBe(200)
    expect(await verified(email)).toEqual([{ name: 'Vera', verified: true }])
    await expectCode(authorizeUser(session), 'unauthenticated')
    await expectCode(trySignIn(email), 'invalid_credentials')
    await trySignIn(email, hers)
    expect((await post(verifyRoute, { token: newest, password })).body.code).toBe('link_expired')
  })

  it('sent again replaces the earlier one of the same sign-up', async () => {
    const { email, token } = await signedUp()
    const newest = await resend(await trySignIn(email), email)
    expect((await post(verifyRoute, { token, password })).status).toBe(410)
    expect((await post(verifyRoute, { token: newest, password })).status).toBe(200)
  })

  it('A216 A219 drops what the others chose: passwords, sessions and links', async () => {
    const { email, stranger, session, token } = await contested()
    // A later sign-up by the stranger does not invalidate the owner's link.
    await post(signUpRoute, { name: 'Stranger', email, password: 'another password' })
    expect((await post(verifyRoute, { token, password: hers })).status).toBe(200)
    await trySignIn(email, hers)
    await expectCode(authorizeUser(session), 'unauthenticated')
    for (const theirs of [password, 'another password'])
      await expectCode(trySignIn(email, theirs), 'invalid_credentials')
    for (const [link, theirs] of [
      [stranger.token, password],
      [await tokenMailedTo(email), 'another password'],
    ])
      expect((await post(verifyRoute, { token: link, password: theirs })).body.code).toBe('link_expired')
  })

  it.each(['by its link', 'by a reset of the password'])('A216 drops what they have set up: %s', async (way) => {
    const { email, session, token } = await contested()
    const { userId } = session
    await asOwner(`insert into user_pictures values ($1, 'hash', 'bytes')`, [userId])
    await asOwner(
      `update users set image_url = '/picture', muted_notices = '{new_device}', time_zone = 'Asia/Tokyo', locale = 'de-DE'
       where id = $1`,
      [userId],
    )
    if (way === 'by its link') await post(verifyRoute, { token, password: hers })
    else {
      await requestPasswordReset(email, new Headers(fromSomewhere()))
      await post(resetPasswordRoute, { token: await tokenMailedTo(email), password: 'chosen by the mailbox' })
    }
    const [row] = await asOwner(
      `select email_verified_at is not null as verified, muted_notices, time_zone, locale, image_url,
         (select count(*)::int from user_pictures where user_id = id) as pictures from users where email = $1`,
      [email],
    )
    const untouched = { muted_notices: [], time_zone: 'UTC', locale: 'en-US', image_url: null, pictures: 0 }
    expect(row).toEqual({ verified: true, ...untouched })
  })

  it('of two sign-ups with one address, used at the same moment, verifies one', async () => {
    const { email, stranger, token } = await contested()
    const answers = await Promise.all([
      post(verifyRoute, { token: stranger.token, password }),
      post(verifyRoute, { token, password: hers }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    const [chosen] = answers[0]!.status === 200 ? [password] : [hers]
    await trySignIn(email, chosen)
  })
})

describe('F14 a mail to an address that is not proven', () => {
  it('contains no text of the person who signed up, and neither does the first one after the proof', async () => {
    const { email } = await signedUp({ name: 'Your account is suspended. Call +1 900 555 0100' })
    await resend(await trySignIn(email), email)
    await requestPasswordReset(email, new Headers(fromSomewhere()))
    const reset = { token: await tokenMailedTo(email), password: 'chosen by the mailbox' }
    expect((await post(resetPasswordRoute, reset)).status).toBe(204)
    const mails = await mailsTo(email)
    expect(mails).toHaveLength(4)
    expect(JSON.stringify(mails)).not.toMatch(/suspended|900 555/)
  })
})

describe('F2 an address that others had signed up with', () => {
  async function invited() {
    const { email, stranger, session: unproven, token } = await contested()
    const admin = await createMember('owner')
    const { id } = await invite(admin.ctx, { email, role: 'viewer' })
    return { email, stranger, unproven, token, admin, id }
  }

  it('gives no invitation to the person who proves it first, but by its secret', async () => {
    const { email, token, admin, id } = await invited()
    expect((await post(verifyRoute, { token, password: hers })).status).toBe(200)
    const session = await trySignIn(email, hers)
    expect(await listMyInvitations(session)).toEqual([])
    await expectCode(acceptMyInvitation(session, id), 'not_found')
    const path = await copyInvitationLink(admin.ctx, id)
    expect((await acceptInvitation(path.split('/').at(-1)!, session)).id).toBe(admin.org.id)
  })

  it('gives invitations again once the mailbox has reset the password, and nothing of the stranger stays', async () => {
    const { email, unproven, id, admin } = await invited()
    await requestPasswordReset(email, new Headers(fromSomewhere()))
    const reset = { token: await tokenMailedTo(email), password: 'chosen by the mailbox' }
    expect((await post(resetPasswordRoute, reset)).status).toBe(204)
    await expectCode(authorizeUser(unproven), 'unauthenticated')
    expect(await verified(email)).toEqual([{ name: email.split('@')[0], verified: true }])
    const session = await trySignIn(email, 'chosen by the mailbox')
    expect((await listMyInvitations(session)).map((one) => one.id)).toEqual([id])
    expect((await acceptMyInvitation(session, id)).id).toBe(admin.org.id)
  })

  it('gives invitations as ever to an address that no one else signed up with', async () => {
    const { email, token } = await signedUp()
    const admin = await createMember('owner')
    const { id } = await invite(admin.ctx, { email, role: 'viewer' })
    await expectCode(acceptMyInvitation(await trySignIn(email), id), 'not_found')
    await post(verifyRoute, { token, password })
    expect((await acceptMyInvitation(await trySignIn(email), id)).id).toBe(admin.org.id)
  })
})

describe('verification of an address', () => {
  it('A316 accepts a link once when several requests use it together', async () => {
    const { token } = await signedUp()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(verifyRoute, { token, password })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'link_expired')).toHaveLength(19)
  })

  it('A316 accepts a link once, even while the first request is still running', async () => {
    const { token } = await signedUp()
    const take = () =>
      withIdentity(async (db) => {
        const link = await consumeLink(db, token, 'verify_email')
        const [backend] = await db.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`
        await untilBlocked(backend!.pid, () => 2)
        return link.userId
      })
    const takers = await Promise.allSettled([take(), take(), take()])
    expect(takers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('A210 refuses an expired link', async () => {
    const { email, token } = await signedUp()
    await asOwner(
      `update email_tokens set expires_at = now() where user_id = (select id from users where email = $1)`,
      [email],
    )
    expect((await post(verifyRoute, { token, password })).status).toBe(410)
  })

  it.each(['nope', 'x'.repeat(43), crypto.randomUUID(), 'x'.repeat(900)])(
    'refuses the unknown link %j',
    async (token) => {
      const { status, body } = await post(verifyRoute, { token })
      expect([status, body.code]).toEqual([410, 'link_expired'])
    },
  )

  it.each([{}, { token: '' }, { token: null }, { token: { not: '' } }, { token: ['a'] }])(
    'A226 refuses %j',
    async (body) => {
      expect((await post(verifyRoute, body)).status).toBe(422)
    },
  )
})

describe('a new link', () => {
  it('counts when it was mailed, and not when the address is verified already', async () => {
    const { email } = await signedUp()
    const session = await trySignIn(email)
    const headers = new Headers(fromSomewhere())
    const left = async () =>
      (await quotaOf('mail_by_address_and_network', `resend ${session.userId} ${clientNetwork(headers)}`)).left
    const all = await left()
    await resendVerification(session, headers)
    expect(await left()).toBe(all - 1)
    await verifyEmail({ token: await tokenMailedTo(email), password }, null, headers)
    for (let i = 0; i < all; i++) await resendVerification(session, headers)
    expect(await left()).toBe(all - 1)
  })
})
