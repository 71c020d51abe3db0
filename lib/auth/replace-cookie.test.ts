import { describe, expect, it } from 'vitest'
import { GET as accountRoute } from '@/app/api/account/route'
import { PUT as passwordRoute } from '@/app/api/account/password/route'
import { DELETE as endOthersRoute } from '@/app/api/account/sessions/route'
import { GET as authRoute } from '@/app/api/auth/[...nextauth]/route'
import { GET as listRoute } from '@/app/api/organizations/route'
import { POST as confirmRoute } from '@/app/api/session/confirm/route'
import { PUT as switchRoute } from '@/app/api/session/organization/route'
import { POST as tokenRoute } from '@/app/api/token/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { POST as verifyRoute } from '@/app/api/verify-email/route'
import { requestEmailChange } from '@/lib/accounts/email-change'
import { endSession, signIn } from '@/lib/accounts/sessions'
import { resendVerification } from '@/lib/accounts/verification'
import { authorizeOrg, authorizeUser, readStatuses } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { acceptMyInvitation } from '@/lib/invitations/answer'
import { invite } from '@/lib/invitations/send'
import { limitOf } from '@/lib/requests/rate-limits'
import { issueOrgToken } from '@/lib/org-token/issue'
import {
  apiRequest,
  asOwner,
  browserRequest,
  createMember,
  expectCode,
  send,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { setUpApp, setUpPasskey } from '@/lib/testing/second-factors'
import { fromSomewhere, tokenMailedTo } from '@/lib/testing/sign-ups'
import { hashPassword } from './passwords'
import { sealSession, sessionCookie } from './session-cookie'
import { confirmSignIn } from './step-up'

const password = 'a long enough password'

/** An owner, and a copy of their cookie before it was replaced. */
async function replaced() {
  const member = await signedIn()
  const copy = { ...member.session }
  await confirm(member.session)
  return { ...member, copy }
}

async function signedIn() {
  const member = await createMember('owner')
  await asOwner('update users set password_hash = $2 where id = $1', [member.user.id, await hashPassword(password)])
  return member
}

const confirm = async (session: UserContext) =>
  send(confirmRoute, await browserRequest(session, 'POST', '/api/session/confirm', { password }))

describe('A157 a cookie', () => {
  const replacements: Record<string, (session: UserContext) => Promise<unknown>> = {
    'a confirmation': confirm,
    'a change of the password': async (session) =>
      send(
        passwordRoute,
        await browserRequest(session, 'PUT', '/api/account/password', { new_password: `another ${password}` }),
      ),
    'the removal of the password': async (session) => {
      await asOwner(
        `insert into passkeys (user_id, credential_id, public_key, counter, is_synced, name)
        values ($1, $1, '', 0, false, 'x')`,
        [session.userId],
      )
      return send(passwordRoute, await browserRequest(session, 'DELETE', '/api/account/password'))
    },
    'a new address': async (session) => {
      const email = uniqueEmail()
      await requestEmailChange(session, email, new Headers())
      const body = { token: await tokenMailedTo(email) }
      return send(verifyRoute, await browserRequest(session, 'POST', '/api/verify-email', body))
    },
    'the end of all other sessions': async (session) =>
      send(endOthersRoute, await browserRequest(session, 'DELETE', '/api/account/sessions')),
    'a first second factor': setUpApp,
    'a further second factor': setUpPasskey,
  }

  it.each(Object.entries(replacements))('ends with its copies at %s, and the session goes on', async (_by, replace) => {
    const { session, ctx } = await signedIn()
    const copy = { ...session }
    await replace(session)
    await expectCode(authorizeUser(copy), 'unauthenticated')
    expect((await authorizeUser(session)).sessionId).toBe(copy.sessionId)
    expect((await authorizeOrg(ctx)).role).toBe('owner')
  })

  it('that was replaced opens nothing', async () => {
    const { copy, org, ctx, session, user } = await replaced()
    const ask = (method: string, path: string, body?: unknown) => browserRequest(copy, method, path, body)
    const answers = [
      send(accountRoute, await ask('GET', '/api/account')),
      send(listRoute, await ask('GET', '/api/organizations')),
      send(meRoute, await ask('GET', '/api/v1/me')),
      send(tokenRoute, await ask('POST', '/api/token', { organization: org.id })),
      send(switchRoute, await ask('PUT', '/api/session/organization', { organization: org.id })),
      send(switchRoute, await ask('PUT', '/api/session/organization', { organization: null })),
    ]
    for (const { status, body } of await Promise.all(answers))
      expect([status, body.code]).toEqual([401, 'unauthenticated'])
    const [membership] = await readStatuses([{ ...copy, organization: org.id }])
    expect(membership!.status).toBe('no_session')
    const inviting = await createMember('owner')
    const { id } = await invite(inviting.ctx, { email: user.email, role: 'member' })
    await expectCode(acceptMyInvitation(copy, id), 'unauthenticated')
    for (let guess = 0; guess < limitOf('confirmations_by_session'); guess++)
      await expectCode(confirmSignIn(copy, { password: 'wrong' }, new Headers()), 'unauthenticated')
    expect((await confirm(session)).status).toBe(204)
    await asOwner('update users set email_verified_at = null where id = $1', [user.id])
    await expectCode(resendVerification(copy, new Headers()), 'unauthenticated')
    expect((await authorizeOrg(ctx)).role).toBe('owner')
  })

  it('that was replaced neither ends the session nor comes back', async () => {
    const { copy, session } = await replaced()
    await endSession(copy.sessionId, undefined, copy.cookieVersion)
    expect((await authorizeUser(session)).sessionId).toBe(copy.sessionId)
    const described = await authRoute(await browserRequest(copy, 'GET', '/api/auth/session'), {
      params: Promise.resolve({ nextauth: ['session'] }),
    })
    expect(await described.json()).toEqual({})
    expect(described.headers.getSetCookie().join()).not.toContain('session=')
  })

  it('that was replaced by who copied it first ends with its session when its person signs in again', async () => {
    const { session, user } = await signedIn()
    const copy = { ...session }
    await send(endOthersRoute, await browserRequest(copy, 'DELETE', '/api/account/sessions'))
    await expectCode(authorizeUser(session), 'unauthenticated')
    const cookie = `${sessionCookie().name}=${await sealSession(session)}`
    await signIn({ email: user.email, password }, new Headers({ ...fromSomewhere(), cookie }))
    await expectCode(authorizeUser(copy), 'unauthenticated')
  })

  it('leaves the tokens of its session as they are', async () => {
    const { ctx, session } = await signedIn()
    const { access_token } = await issueOrgToken(ctx)
    await confirm(session)
    const headers = { authorization: `Bearer ${access_token}` }
    expect((await send(meRoute, apiRequest('GET', '/api/v1/me', undefined, headers))).status).toBe(200)
  })
})
