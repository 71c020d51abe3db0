// Which second factors an account has after a change of its address was undone.
import { describe, expect, it } from 'vitest'
import { pendingCookie, SecondFactorPending } from '@/lib/auth/pending-sign-in'
import { hashPassword } from '@/lib/auth/passwords'
import type { UserContext } from '@/lib/db/session'
import { asOwner, createSession, createUser, expectCode, uniqueEmail } from '@/lib/testing/fixtures'
import { challengeFor, codeOf, keepCookie, pinClock, setUpApp, setUpPasskey } from '@/lib/testing/second-factors'
import { fromSomewhere, password, tokenMailedTo } from '@/lib/testing/sign-ups'
import { resetPassword } from './commands'
import { requestEmailChange, undoEmailChange } from './email-change'
import { listMyPasskeys, signInWithPasskey } from './passkeys'
import { finishSignIn } from './second-step'
import { signIn } from './sessions'
import { verifyEmail } from './verification'

pinClock()

const somewhere = () => new Headers(fromSomewhere())
const next = 'a password after the theft'

/** An account, and the recently confirmed session that a thief holds. */
async function stolen() {
  const owner = await createUser({ passwordHash: await hashPassword(password) })
  return { owner, thief: await createSession(owner.id) }
}

async function changeAddress(session: UserContext) {
  const email = uniqueEmail()
  await requestEmailChange(session, email, somewhere())
  const { kept } = await verifyEmail({ token: await tokenMailedTo(email) }, session, somewhere())
  keepCookie(session, kept!)
}

/** What the owner does: the link of the mail, then a new password. */
async function takeBack(email: string) {
  const token = await undoEmailChange(await tokenMailedTo(email), somewhere())
  await resetPassword({ token, password: next }, somewhere())
}

const signInAgain = (email: string) => signIn({ email, password: next }, somewhere())

/** As if the factors of the account had been added earlier. The clock stands still, so what comes first must be aged. */
async function ageFactors(userId: string, by: string) {
  await asOwner('update passkeys set created_at = created_at - $2::interval where user_id = $1', [userId, by])
  await asOwner('update totp_secrets set confirmed_at = confirmed_at - $2::interval where user_id = $1', [userId, by])
}

const codesLeft = async (userId: string) =>
  (await asOwner('select from recovery_codes where user_id = $1', [userId])).length

type Add = (session: UserContext) => Promise<unknown>

const ways: [name: string, add: Add][] = [
  ['a passkey', (session) => setUpPasskey(session)],
  ['an authenticator app', (session) => setUpApp(session)],
]

describe.each(ways)('A214 %s that a thief added goes with the undo', (_name, add) => {
  const isBack = async ({ id, email }: { id: string; email: string }) => {
    await takeBack(email)
    const ctx = await signInAgain(email)
    expect(ctx.userId).toBe(id)
    expect([await listMyPasskeys(ctx), await codesLeft(id)]).toEqual([[], 0])
  }

  it('after they had changed the address', async () => {
    const { owner, thief } = await stolen()
    await changeAddress(thief)
    await add(thief)
    await isBack(owner)
  })

  it('before they changed the address', async () => {
    const { owner, thief } = await stolen()
    await add(thief)
    await ageFactors(owner.id, '1 minute')
    await changeAddress(thief)
    await isBack(owner)
  })

  it('before they changed the address, and with the whole life of a session in between', async () => {
    const { owner, thief } = await stolen()
    await add(thief)
    await ageFactors(owner.id, '29 days')
    await changeAddress(thief)
    await isBack(owner)
  })
})

describe('A214 a passkey that a thief added before the change', () => {
  it('signs nobody in after the undo', async () => {
    const { owner, thief } = await stolen()
    const { device } = await setUpPasskey(thief)
    await ageFactors(owner.id, '1 minute')
    await changeAddress(thief)
    await takeBack(owner.email)
    const { challenge, headers } = await challengeFor('sign_in')
    await expectCode(signInWithPasskey(device.get(challenge), headers), 'invalid_credentials')
  })
})

describe('a second factor that the account had for longer than a session lasts', () => {
  it('A214 is still asked for after the undo: a former mailbox does not get around it', async () => {
    const { owner, thief } = await stolen()
    const { secret } = await setUpApp(thief)
    await ageFactors(owner.id, '31 days')
    await changeAddress(thief)
    await setUpPasskey(thief)
    await takeBack(owner.email)
    const stopped = await signInAgain(owner.email).catch((error: unknown) => error)
    expect(stopped).toBeInstanceOf(SecondFactorPending)
    const cookie = `${pendingCookie().name}=${(stopped as SecondFactorPending).secret}`
    const { ctx } = await finishSignIn({ code: codeOf(secret) }, new Headers({ ...fromSomewhere(), cookie }))
    expect([await listMyPasskeys(ctx), await codesLeft(owner.id)]).toEqual([[], 0])
  })
})
