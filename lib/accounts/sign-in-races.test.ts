// A sign-in that has begun when all sessions of the person end does not become a session.
import { describe, expect, it } from 'vitest'
import { POST as resetRoute } from '@/app/api/reset-password/route'
import { checkPassword } from '@/lib/auth/credentials'
import type { SecondFactorPending } from '@/lib/auth/pending-sign-in'
import { endPendingSignIn, findPendingSignIn, pendingCookie } from '@/lib/auth/pending-sign-in'
import { hashPassword } from '@/lib/auth/passwords'
import { holdProof, type ProvenPerson } from '@/lib/auth/proven-person'
import { authorizeUser } from '@/lib/db/authorize'
import { withIdentity } from '@/lib/db/with-identity'
import { createSession, createUser, expectCode, proven } from '@/lib/testing/fixtures'
import { untilBlocked } from '@/lib/testing/locks'
import { setUpApp } from '@/lib/testing/second-factors'
import { fromSomewhere, password, post, tokenMailedTo } from '@/lib/testing/sign-ups'
import { deleteAccount } from './deletion'
import { requestPasswordReset } from './commands'
import { endOtherSessions } from './my-sessions'
import { changePassword } from './password'
import { beginSession, signInProven } from './sessions'
import { endSessionsOf } from './sessions-end'

const passwordHash = hashPassword(password)
const somewhere = () => new Headers(fromSomewhere())

async function signedIn() {
  const user = await createUser({ passwordHash: await passwordHash })
  return { ...user, session: await createSession(user.id) }
}

type Signed = Awaited<ReturnType<typeof signedIn>>

const endings: Record<string, (one: Signed) => Promise<unknown>> = {
  'a change of the password': ({ session }) =>
    changePassword(session, { current_password: password, new_password: 'a new one, and a long one' }, somewhere()),
  'a reset of the password': async ({ email }) => {
    await requestPasswordReset(email, somewhere())
    await post(resetRoute, { token: await tokenMailedTo(email), password: 'a new one, and a long one' })
  },
  'the first second factor': ({ session }) => setUpApp(session),
  'the end of all other sessions': ({ session }) => endOtherSessions(session),
  'the deletion of the account': ({ session }) => deleteAccount(session),
}

describe('A150 a sign-in that is on its way', () => {
  it.each(Object.entries(endings))('ends with %s', async (_, end) => {
    const one = await signedIn()
    const person = await checkPassword({ email: one.email, password }, somewhere())
    await end(one)
    const refused = await signInProven(person, somewhere(), 'pwd').catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'invalid_credentials' })
  })

  it('does not take the deletion of the account back', async () => {
    const one = await signedIn()
    const person = await checkPassword({ email: one.email, password }, somewhere())
    await deleteAccount(one.session)
    await expectCode(beginSession(person, somewhere(), ['pwd']), 'invalid_credentials')
    expect(await withIdentity((db) => db.user.count({ where: { id: one.id, deletedAt: { not: null } } }))).toBe(1)
  })

  it('ends between its second factor and the session', async () => {
    const one = await signedIn()
    await setUpApp(one.session)
    const stopped = await signInProven(await proven(one.id), somewhere(), 'pwd').catch((error: unknown) => error)
    const { secret } = stopped as SecondFactorPending
    const pending = await findPendingSignIn(new Headers({ cookie: `${pendingCookie().name}=${secret}` }))
    const person = await withIdentity((db) => endPendingSignIn(db, pending!))
    await endOtherSessions(one.session)
    await expectCode(beginSession(person, somewhere(), ['pwd', 'otp']), 'invalid_credentials')
  })

  // The embedded database runs one transaction after another.
  it.runIf(process.env.TEST_DATABASE_URL)('becomes a session before all end, or not at all', async () => {
    const one = await signedIn()
    const person = await proven(one.id)
    let open = () => {}
    const opened = new Promise<void>((resolve) => (open = resolve))
    let holds = (_pid: number) => {}
    const held = new Promise<number>((resolve) => (holds = resolve))
    const starting = withIdentity(async (db) => {
      await holdProof(db, person)
      const [row] = await db.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`
      holds(row!.pid)
      await opened
      const data = { userId: one.id, expiresAt: new Date(Date.now() + 60_000) }
      return db.session.create({ data, select: { id: true } })
    })
    const pid = await held
    const ending = withIdentity((db) => endSessionsOf(db, one.id))
    await untilBlocked(pid, () => 1)
    open()
    const { id: sessionId } = await starting
    const cookieVersion = 1
    await ending
    await expectCode(authorizeUser({ userId: one.id, sessionId, cookieVersion }), 'unauthenticated')
  })

  it('is refused for a person who is gone', async () => {
    const gone: ProvenPerson = { userId: 'user_00000000000000000000000000', epoch: 0 }
    await expectCode(beginSession(gone, somewhere(), ['pwd']), 'invalid_credentials')
  })
})
