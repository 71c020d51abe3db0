import { describe, expect, it } from 'vitest'
import { GET as accountRoute } from '@/app/api/account/route'
import { DELETE as passwordRoute } from '@/app/api/account/password/route'
import { GET as passkeysRoute } from '@/app/api/account/passkeys/route'
import { DELETE as passkeyRoute } from '@/app/api/account/passkeys/[id]/route'
import type { SecondFactorPending } from '@/lib/auth/pending-sign-in'
import { pendingCookie } from '@/lib/auth/pending-sign-in'
import { hashPassword } from '@/lib/auth/passwords'
import { confirmSignIn } from '@/lib/auth/step-up'
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import {
  ageSignIn,
  asOwner,
  browserRequest,
  createSession,
  createUser,
  expectCode,
  proven,
  send,
} from '@/lib/testing/fixtures'
import { challengeFor, Device, keepCookie, setUpPasskey } from '@/lib/testing/second-factors'
import { mailsTo, password, tokenMailedTo } from '@/lib/testing/sign-ups'
import { undoEmailChange, requestEmailChange } from './email-change'
import { addPasskey, listMyPasskeys, removePasskey, renamePasskey, signInWithPasskey } from './passkeys'
import { removePassword } from './password'
import { finishSignIn } from './second-step'
import { signInProven } from './sessions'
import { verifyEmail } from './verification'

async function person() {
  const user = await createUser({ passwordHash: await hashPassword(password) })
  return { ...user, session: await createSession(user.id) }
}

async function withPasskey(device = new Device()) {
  const who = await person()
  return { ...who, ...(await setUpPasskey(who.session, device)) }
}

const amrOf = async ({ sessionId }: UserContext) =>
  (await asOwner<{ amr: string[] }>('select amr from sessions where id = $1', [sessionId]))[0]!.amr

async function signInBy(device: Device, bend: Parameters<Device['get']>[1] = {}) {
  const { challenge, headers } = await challengeFor('sign_in')
  return signInWithPasskey(device.get(challenge, bend), headers)
}

describe('a passkey', () => {
  it('signs in by itself, without another factor, and says how in the session', async () => {
    const { id, device, codes, session } = await withPasskey()
    expect(codes).toHaveLength(10)
    const ctx = await signInBy(device)
    expect(ctx.userId).toBe(id)
    expect(await amrOf(ctx)).toEqual(['hwk', 'mfa'])
    expect((await listMyPasskeys(session))[0]).toMatchObject({ name: 'My device', isSynced: false })
    expect((await listMyPasskeys(session))[0]!.lastUsedAt).not.toBeNull()
    const synced = await withPasskey(new Device(true))
    expect(await amrOf(await signInBy(synced.device))).toEqual(['swk', 'mfa'])
  })

  it('is refused without user verification, for another origin or another site', async () => {
    const { device } = await withPasskey()
    for (const bend of [
      { isVerified: false },
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:3001' },
      { rpId: 'evil.example' },
    ])
      await expectCode(signInBy(device, bend), 'invalid_credentials')
    await signInBy(device)
  })

  it('is refused when the device signs what another browser asked for, or nothing that we asked for', async () => {
    const { device } = await withPasskey()
    const [mine, theirs] = [await challengeFor('sign_in'), await challengeFor('sign_in')]
    await expectCode(signInWithPasskey(device.get(theirs.challenge), mine.headers), 'invalid_credentials')
    await expectCode(signInWithPasskey(device.get(theirs.challenge), new Headers()), 'invalid_credentials')
    const [, signature = ''] = /([\w-]+)$/.exec(theirs.headers.get('cookie')!) ?? []
    const cookie = theirs.headers.get('cookie')!.replace(signature, [...signature].reverse().join(''))
    const forged = new Headers({ cookie })
    await expectCode(signInWithPasskey(device.get(theirs.challenge), forged), 'invalid_credentials')
    await signInWithPasskey(device.get(theirs.challenge), theirs.headers)
  })

  it('is refused when an answer is sent twice, also at the same moment', async () => {
    const { device } = await withPasskey(new Device(true))
    const { challenge, headers } = await challengeFor('sign_in')
    // Without a counter, as most devices that copy their passkeys: only the challenge tells the second answer from the first.
    const answer = device.get(challenge, { counter: 0 })
    const done = await Promise.allSettled([1, 2, 3].map(() => signInWithPasskey(answer, headers)))
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expectCode(signInWithPasskey(answer, headers), 'invalid_credentials')
  })

  it('is refused when its counter goes back, as that of a copied device does', async () => {
    const { device } = await withPasskey()
    await signInBy(device, { counter: 7 })
    await expectCode(signInBy(device, { counter: 7 }), 'invalid_credentials')
    await expectCode(signInBy(device, { counter: 3 }), 'invalid_credentials')
    await signInBy(device, { counter: 8 })
  })

  it('is refused when it belongs to no account, or was removed', async () => {
    await expectCode(signInBy(new Device()), 'invalid_credentials')
    const { device, session } = await withPasskey()
    const [passkey] = await listMyPasskeys(session)
    await removePasskey(session, passkey!.id)
    await expectCode(signInBy(device), 'invalid_credentials')
  })

  it('is a second factor after a password, for its own account only', async () => {
    const { id, device } = await withPasskey()
    const other = await withPasskey()
    const pending = await signInProven(await proven(id), new Headers(), 'pwd').catch(
      (error: unknown) => error as SecondFactorPending,
    )
    const sent = { cookie: `${pendingCookie().name}=${(pending as SecondFactorPending).secret}` }
    const answer = async (by: Device, bend = {}) => {
      const { challenge, headers } = await challengeFor('second_factor', null, sent)
      return finishSignIn({ passkey: by.get(challenge, bend) }, headers)
    }
    await expectCode(answer(other.device), 'invalid_credentials')
    const { ctx } = await answer(device, { isVerified: false })
    expect(await amrOf(ctx)).toEqual(['pwd', 'hwk', 'mfa'])
  })

  it('A213 confirms a sign-in of its own session, with user verification', async () => {
    const { device, session } = await withPasskey()
    const other = await withPasskey()
    await ageSignIn(session.sessionId)
    await expectCode(setUpPasskey(session), 'reauth_required')
    const mine = await challengeFor('confirm', session)
    const foreign = await challengeFor('confirm', other.session)
    await expectCode(
      confirmSignIn(session, { passkey: device.get(foreign.challenge) }, foreign.headers),
      'invalid_credentials',
    )
    const unverified = { passkey: device.get(mine.challenge, { isVerified: false }) }
    await expectCode(confirmSignIn(session, unverified, mine.headers), 'invalid_credentials')
    const again = await challengeFor('confirm', session)
    keepCookie(session, await confirmSignIn(session, { passkey: device.get(again.challenge) }, again.headers))
    await removePasskey(session, (await listMyPasskeys(session))[0]!.id)
  })

  it('A216 cannot be added before the address is proven', async () => {
    const { id } = await createUser({ verified: false })
    await expectCode(setUpPasskey(await createSession(id)), 'email_unverified')
  })

  it('A214 that was added after a change of address goes with the undo', async () => {
    const { id, email, session, device } = await withPasskey()
    await asOwner(`update passkeys set created_at = created_at - interval '31 days' where user_id = $1`, [id])
    const next = `next-${email}`
    await requestEmailChange(session, next, new Headers())
    const { kept } = await verifyEmail({ token: await tokenMailedTo(next) }, session, new Headers())
    keepCookie(session, kept!)
    const { device: added } = await setUpPasskey(session)
    await signInBy(added)
    const told = (await mailsTo(email)).find(({ subject }) => subject.includes('address was changed'))
    await undoEmailChange(/token=([\w-]{43})/.exec(told!.text)![1]!, new Headers())
    await expectCode(signInBy(added), 'invalid_credentials')
    await signInBy(device)
  })

  it('is not made again on a device that has one, nor beyond twenty', async () => {
    const { session, device, id } = await withPasskey()
    await expectCode(setUpPasskey(session, device), 'conflict')
    await asOwner(
      `insert into passkeys (user_id, credential_id, public_key, counter, is_synced, name)
       select $1, $1 || n, '', 0, false, 'x' from generate_series(1, 19) n`,
      [id],
    )
    await expectCode(setUpPasskey(session), 'conflict')
  })

  it('is refused when it was made for another session, or without user verification', async () => {
    const { session } = await person()
    const other = await person()
    const { challenge, headers } = await challengeFor('register', other.session)
    const add = (passkey: object) => addPasskey(session, { name: 'x', passkey: passkey as never }, headers)
    await expectCode(add(new Device().create(challenge)), 'invalid_credentials')
    const own = await challengeFor('register', session)
    const unverified = new Device().create(own.challenge, { isVerified: false })
    await expectCode(
      addPasskey(session, { name: 'x', passkey: unverified as never }, own.headers),
      'invalid_credentials',
    )
  })
})

describe('the passkeys of an account', () => {
  it('are listed, renamed and removed by their owner only', async () => {
    const { session, id } = await withPasskey()
    const stranger = await person()
    const { body } = await send(passkeysRoute, await browserRequest(session, 'GET', '/api/account/passkeys'))
    for (const query of ['limit=0', 'limit=101', 'cursor=x']) {
      const listed = await send(passkeysRoute, await browserRequest(session, 'GET', `/api/account/passkeys?${query}`))
      expect([listed.status, listed.body.code], query).toEqual([422, 'validation_failed'])
    }
    expect(body).toEqual({
      data: [
        {
          id: expect.stringMatching(/^pk_/),
          name: 'My device',
          synced: false,
          created_at: expect.any(String),
          last_used_at: null,
        },
      ],
      next_cursor: null,
    })
    const passkey = body.data[0].id as string
    const path = `/api/account/passkeys/${passkey}`
    await expectCode(renamePasskey(stranger.session, { id: passkey, name: 'Theirs' }), 'not_found')
    const theirs = await browserRequest(stranger.session, 'DELETE', path)
    expect((await send(passkeyRoute, theirs, { id: passkey })).status).toBe(404)
    await renamePasskey(session, { id: passkey, name: 'My key' })
    expect((await listMyPasskeys(session))[0]!.name).toBe('My key')
    expect((await send(passkeyRoute, await browserRequest(session, 'DELETE', path), { id: passkey })).status).toBe(204)
    const account = await send(accountRoute, await browserRequest(session, 'GET', '/api/account'))
    expect(account.body.two_factor).toBe(false)
    expect(await asOwner('select from recovery_codes where user_id = $1', [id])).toEqual([])
  })
})

describe('the last way into an account', () => {
  it('cannot be removed', async () => {
    const { session, email } = await person()
    const remove = async () => send(passwordRoute, await browserRequest(session, 'DELETE', '/api/account/password'))
    expect((await remove()).body.code).toBe('last_way_in')
    await setUpPasskey(session)
    expect((await remove()).status).toBe(204)
    expect((await mailsTo(email))[0]!.subject).toMatch(/^The password .* was removed/)
    await expectCode(removePasskey(session, (await listMyPasskeys(session))[0]!.id), 'last_way_in')
    await authorizeUser(session)
  })

  it('is left by two removals at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const { session } = await withPasskey()
      const [passkey] = await listMyPasskeys(session)
      const done = await Promise.allSettled([removePassword(session), removePasskey(session, passkey!.id)])
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
  })
})
