// This file has its own database, because the idle limit applies to all of it.
import { afterAll, describe, expect, it } from 'vitest'
import { setup } from '../../scripts/test-database.mjs'

process.env.SESSION_IDLE_DAYS = '3'
const stop = await setup()
const testing = await import('@/lib/testing/fixtures')
const { startSession } = await import('@/lib/auth/credentials')
const { authorizeOrg, authorizeUser, listAccess, readStatuses } = await import('@/lib/db/authorize')
const { database } = await import('@/lib/db/client')
const { getEnv } = await import('@/lib/env')
const { issueOrgToken } = await import('@/lib/org-token/issue')
const { contextOf, verifyIssued } = await import('@/lib/org-token/verify')
const { configureDatabase } = await import('@/lib/server/start')
const { asOwner, createMember, countStatements, expectCode } = testing

afterAll(async () => {
  await database().tenant.end()
  await database().identity.end()
  await testing.endTesting()
  await stop()
})

async function signedIn() {
  const { ctx, org, user } = await createMember('owner')
  const session = await startSession(await testing.proven(user.id), new Headers(), ['pwd'])
  return { org, session, ctx: { ...ctx, ...session } }
}

/** Lets time pass for a session, in hours. */
const wait = (sessionId: string, hours: number) =>
  asOwner(
    `update sessions set created_at = created_at - make_interval(hours => $2),
       last_seen_at = last_seen_at - make_interval(hours => $2), expires_at = expires_at - make_interval(hours => $2)
     where id = $1`,
    [sessionId, hours],
  )

/** In hours: how long ago the session was noted as used, and how long it lasts from now on. */
async function timesOf(sessionId: string) {
  const [row] = await asOwner(
    `select round(extract(epoch from now() - last_seen_at) / 3600)::int as unused,
       round(extract(epoch from expires_at - now()) / 3600)::int as left from sessions where id = $1`,
    [sessionId],
  )
  return row
}

const day = 24

describe('A160 a session', () => {
  it('ends when it was not used for the days of SESSION_IDLE_DAYS, and its tokens with it', async () => {
    const { ctx, session } = await signedIn()
    const claims = await verifyIssued((await issueOrgToken(ctx)).access_token)
    await wait(session.sessionId, 3 * day - 1)
    await authorizeUser(session)
    await wait(session.sessionId, 3 * day)
    await expectCode(authorizeUser(session), 'unauthenticated')
    await expectCode(authorizeOrg(ctx), 'unauthenticated')
    await expectCode(listAccess(session), 'unauthenticated')
    await expectCode(issueOrgToken(ctx), 'unauthenticated')
    await expectCode(authorizeOrg(contextOf(claims)), 'invalid_token')
  })

  it.each<[string, (one: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>]>([
    ['of a page of the person', ({ session }) => authorizeUser(session)],
    ['in an organization', ({ ctx }) => authorizeOrg(ctx)],
    ['of the list of organizations', ({ session }) => listAccess(session)],
    ['for a token', ({ ctx }) => issueOrgToken(ctx)],
  ])('lasts longer with a use %s', async (_name, use) => {
    const one = await signedIn()
    await wait(one.session.sessionId, 2 * day)
    expect(await timesOf(one.session.sessionId)).toEqual({ unused: 2 * day, left: day })
    await use(one)
    expect(await timesOf(one.session.sessionId)).toEqual({ unused: 0, left: 3 * day })
  })

  it('ends 30 days after the sign-in, however much it is used', async () => {
    const { session } = await signedIn()
    for (let days = 0; days < 28; days += 2) {
      await wait(session.sessionId, 2 * day)
      await authorizeUser(session)
    }
    await wait(session.sessionId, day)
    await authorizeUser(session)
    expect(await timesOf(session.sessionId)).toEqual({ unused: 0, left: day })
    await wait(session.sessionId, day)
    await expectCode(authorizeUser(session), 'unauthenticated')
  })

  it('is noted as used once an hour, without another statement', async () => {
    const { ctx, session } = await signedIn()
    const version = async () =>
      (await asOwner<{ xmin: string }>('select xmin from sessions where id = $1', [session.sessionId]))[0]!.xmin
    const isNoted = async () => {
      const before = await version()
      const { statements } = countStatements()
      await authorizeOrg(ctx)
      expect(statements).toHaveLength(1)
      return (await version()) !== before
    }
    expect(await isNoted()).toBe(false)
    await wait(session.sessionId, 2)
    expect([await isNoted(), await isNoted()]).toEqual([true, false])
  })

  it('is not used by an open page that waits for changes', async () => {
    const { org, session } = await signedIn()
    await wait(session.sessionId, 2 * day)
    expect(await readStatuses([{ ...session, organization: org.slug }])).toMatchObject([{ status: 'ok' }])
    expect(await timesOf(session.sessionId)).toMatchObject({ unused: 2 * day })
  })

  it('ends earlier after a start with a shorter limit', async () => {
    const [used, unused] = [await signedIn(), await signedIn()]
    await wait(unused.session.sessionId, 2 * day)
    Object.assign(getEnv(), { SESSION_IDLE_DAYS: 1 })
    await configureDatabase()
    expect(await timesOf(used.session.sessionId)).toMatchObject({ left: day })
    await expectCode(authorizeUser(unused.session), 'unauthenticated')
  })
})
