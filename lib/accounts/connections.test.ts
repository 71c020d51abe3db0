// Signing in by an identity provider: who gets an account, who gets into one, and what the last way in is.
import { describe, expect, it } from 'vitest'
import { DELETE as removeRoute } from '@/app/api/account/connections/[id]/route'
import { GET as listRoute } from '@/app/api/account/connections/route'
import { identityOf, type Identity } from '@/lib/auth/providers'
import { getEnv } from '@/lib/env'
import type { UserContext } from '@/lib/db/session'
import { invite } from '@/lib/invitations/send'
import {
  ageSignIn,
  asOwner,
  browserRequest,
  createMember,
  createSession,
  createUser,
  expectCode,
  send,
  unique,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { whileHeld } from '@/lib/testing/locks'
import { fromSomewhere, mailsTo, signedUp, tokenMailedTo, trySignIn } from '@/lib/testing/sign-ups'
import { requestEmailChange, undoEmailChange } from './email-change'
import { connect, signInWith } from './connections'
import { requireVerifiedPerson } from './own-account'
import { verifyEmail } from './verification'

const issuer = 'https://id.example.com'
Object.assign(getEnv(), { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: 'x', AUTH_GITHUB_ID: 'x' })

const claims = (more: object = {}) => ({
  iss: issuer,
  sub: unique(),
  auth_time: Math.floor(Date.now() / 1000),
  email_verified: true,
  email: uniqueEmail(),
  ...more,
})
const identity = (more?: object): Identity => identityOf('oidc', claims(more))
const arrive = (who: Identity) => signInWith(who, new Headers(fromSomewhere()))

const list = async (session: UserContext) =>
  (await send(listRoute, await browserRequest(session, 'GET', '/api/account/connections'))).body.data

const remove = async (session: UserContext, id: string) =>
  send(removeRoute, await browserRequest(session, 'DELETE', `/api/account/connections/${id}`), { id })

const setPassword = (userId: string) => asOwner('update users set password_hash = $2 where id = $1', [userId, 'a hash'])

describe('an identity that is unknown', () => {
  it('gets a verified account with its name, without a password, and is the same person the next time', async () => {
    const who = identity({ name: 'Ada Lovelace' })
    const { userId } = await arrive(who)
    const rows = await asOwner(
      'select name, email, password_hash, email_verified_at is not null as verified from users where id = $1',
      [userId],
    )
    expect(rows).toEqual([{ name: 'Ada Lovelace', email: who.email, password_hash: null, verified: true }])
    expect((await arrive(who)).userId).toBe(userId)
  })

  it('A213 has a sign-in as old as the proof at the provider, which may not have asked again', async () => {
    const soon = Date.now() / 1000
    const times = { [soon]: false, [soon - 3_600]: true, [soon + 3_600]: false, never: true }
    for (const [told, isOld] of Object.entries(times)) {
      const session = await arrive(identity({ auth_time: Number(told) || undefined }))
      const asked = requestEmailChange(session, uniqueEmail(), new Headers(fromSomewhere()))
      if (isOld) await expectCode(asked, 'reauth_required')
      else await asked
      const [row] = await asOwner('select authenticated_at <= now() as past from sessions where id = $1', [
        session.sessionId,
      ])
      expect(row).toEqual({ past: true })
    }
  })

  it('is called by its address if the provider says no usable name', async () => {
    for (const name of [undefined, 7, '', 'x'.repeat(101), 'two\nlines']) {
      const who = identity({ name })
      const [row] = await asOwner('select name from users where id = $1', [(await arrive(who)).userId])
      expect(row).toEqual({ name: who.email!.split('@')[0] })
    }
  })

  it('A217 is refused when its address has an account, verified or not at the provider', async () => {
    const { email } = await createUser()
    await expectCode(arrive(identity({ email })), 'conflict')
    await expectCode(arrive(identity({ email: email.toUpperCase() })), 'conflict')
    await expectCode(arrive(identity({ email, email_verified: false })), 'email_unverified')
    expect(await asOwner('select from connections where email = $1', [email])).toEqual([])
  })

  it.each([false, 'true', 1, null, undefined])('A217 is refused when email_verified is %s', async (email_verified) => {
    const who = identity({ email_verified })
    expect(who.email).toBeNull()
    await expectCode(arrive(who), 'email_unverified')
  })

  it('A218 is another person than the same subject of another issuer', async () => {
    const sub = unique()
    const { userId } = await arrive(identity({ sub }))
    const gitHub = identityOf('github', { id: sub, email_verified: true, email: uniqueEmail() })
    expect((await arrive(gitHub)).userId).not.toBe(userId)
    expect(() => identityOf('oidc', claims({ sub, iss: 'https://other.example.com' }))).toThrow(/could not be read/)
  })

  it('A218 is the same with either spelling of the issuer', async () => {
    const same = claims()
    const { userId } = await arrive(identityOf('oidc', same))
    Object.assign(getEnv(), { AUTH_OIDC_ISSUER: `${issuer}/` })
    try {
      expect((await arrive(identityOf('oidc', { ...same, iss: `${issuer}/` }))).userId).toBe(userId)
    } finally {
      Object.assign(getEnv(), { AUTH_OIDC_ISSUER: issuer })
    }
  })

  it('A218 does not get the account of the person who had the address at the provider before', async () => {
    const email = uniqueEmail()
    await arrive(identity({ email }))
    await expectCode(arrive(identity({ email })), 'conflict')
  })

  it('A216 voids what was chosen with the address before: password, sessions, links, picture', async () => {
    const { email, token } = await signedUp({ name: 'Thief' })
    const theirs = await trySignIn(email)
    await asOwner(`insert into user_pictures values ($1, 'x', '')`, [theirs.userId])
    const { userId } = await arrive(identity({ email, name: 'Vera' }))
    expect(await asOwner('select name, password_hash from users where email = $1', [email])).toEqual([
      { name: 'Vera', password_hash: null },
    ])
    expect(await asOwner('select from sessions where id = $1', [theirs.sessionId])).toEqual([])
    expect(await asOwner('select from user_pictures where user_id = $1', [userId])).toEqual([])
    await expectCode(trySignIn(email), 'invalid_credentials')
    await expectCode(verifyEmail({ token }, theirs, new Headers(fromSomewhere())), 'link_expired')
  })
})

describe('who may come in', () => {
  const withPolicy = async (policy: object, work: () => Promise<unknown>) => {
    Object.assign(getEnv(), policy)
    await work().finally(() => Object.assign(getEnv(), { SIGN_UP: 'open', SIGN_UP_DOMAINS: [] }))
  }

  it('is, with SIGN_UP=invited, an address with an open invitation', () =>
    withPolicy({ SIGN_UP: 'invited' }, async () => {
      const email = uniqueEmail()
      await expectCode(arrive(identity({ email })), 'sign_up_closed')
      const { ctx } = await createMember('owner')
      await invite(ctx, { email, role: 'member' })
      await arrive(identity({ email }))
    }))

  it('is, with SIGN_UP=domains, an address of one of them, and of no domain that only ends alike', () =>
    withPolicy({ SIGN_UP: 'domains', SIGN_UP_DOMAINS: ['example.org'] }, async () => {
      await arrive(identity({ email: `${unique()}@example.org` }))
      for (const domain of ['example.com', 'notexample.org', 'example.org.evil.com', 'sub.example.org'])
        await expectCode(arrive(identity({ email: `${unique()}@${domain}` })), 'sign_up_closed')
    }))

  it('is everyone who has an account already', async () => {
    const who = identity()
    await arrive(who)
    await withPolicy({ SIGN_UP: 'invited' }, () => arrive(who))
  })
})

describe('connecting', () => {
  it('lets the identity sign in to the account, tells its address, and is done once', async () => {
    const user = await createUser()
    const session = await createSession(user.id)
    const who = identity()
    await requireVerifiedPerson(session)
    await connect(session, who)
    await connect(session, who)
    expect((await arrive(who)).userId).toBe(user.id)
    expect(await list(session)).toEqual([
      expect.objectContaining({ provider: 'id.example.com', issuer, email: who.email }),
    ])
    const mails = (await mailsTo(user.email)).filter(({ subject }) => subject.includes('was connected'))
    expect(mails).toHaveLength(1)
  })

  it('A213 needs a recent sign-in', async () => {
    const session = await createSession((await createUser()).id)
    await ageSignIn(session.sessionId)
    await expectCode(requireVerifiedPerson(session), 'reauth_required')
  })

  it('takes no identity that another account has', async () => {
    const who = identity()
    const { userId } = await arrive(who)
    const session = await createSession((await createUser()).id)
    const lastUsed = () => asOwner('select last_used_at from connections where user_id = $1', [userId])
    const before = await lastUsed()
    await expectCode(connect(session, who), 'conflict')
    expect(await lastUsed()).toEqual(before)
    expect((await arrive(who)).userId).toBe(userId)
  })

  it('A216 is refused while the address is not verified, so that it does not outlive the proof', async () => {
    const session = await createSession((await createUser({ verified: false })).id)
    await expectCode(requireVerifiedPerson(session), 'email_unverified')
    await expectCode(connect(session, identity()), 'email_unverified')
  })

  it('A214 ends with the undoing of a change of address, because another person may have done both', async () => {
    const user = await createUser()
    const session = await createSession(user.id)
    const who = identity()
    await connect(session, who)
    const next = uniqueEmail()
    await requestEmailChange(session, next, new Headers(fromSomewhere()))
    await verifyEmail({ token: await tokenMailedTo(next) }, session, new Headers(fromSomewhere()))
    await undoEmailChange(await tokenMailedTo(user.email), new Headers(fromSomewhere()))
    await expectCode(arrive({ ...who, email: null }), 'email_unverified')
  })
})

describe('removing a connection', () => {
  async function connected() {
    const who = identity()
    const session = await arrive(who)
    const [{ id }] = await list(session)
    return { who, session, id }
  }

  it('ends signing in with it, and tells the address', async () => {
    const { who, session, id } = await connected()
    await setPassword(session.userId)
    expect((await remove(session, id)).status).toBe(204)
    expect(await list(session)).toEqual([])
    await expectCode(arrive(who), 'conflict')
    expect((await mailsTo(who.email!))[0]!.subject).toContain('was removed')
  })

  it('is refused for the last way in', async () => {
    const { who, session, id } = await connected()
    const { status, body } = await remove(session, id)
    expect([status, body.code]).toEqual([409, 'last_way_in'])
    expect((await arrive(who)).userId).toBe(session.userId)
  })

  it('leaves one of two that are removed at the same moment', async () => {
    const { session, id } = await connected()
    await connect(session, identity())
    const other = (await list(session)).find((each: { id: string }) => each.id !== id)
    const removeOther = `
      delete from connections using (select id from users where id = $2 for update) held where connections.id = $1`
    await whileHeld(removeOther, [other.id, session.userId], () => [remove(session, id)])
    expect((await list(session)).map((each: { id: string }) => each.id)).toEqual([id])
  })

  it('A213 needs a recent sign-in', async () => {
    const { session, id } = await connected()
    await ageSignIn(session.sessionId)
    expect((await remove(session, id)).body.code).toBe('reauth_required')
  })

  it('finds no other person’s', async () => {
    const { id } = await connected()
    const { session } = await connected()
    expect((await remove(session, id)).status).toBe(404)
  })
})
