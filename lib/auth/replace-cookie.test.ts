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
import { endSession } from '@/lib/accounts/sessions'
import { authorizeOrg, authorizeUser, readStatuses } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { acceptMyInvitation } from '@/lib/invitations/answer'
import { invite } from '@/lib/invitations/send'
import { issueOrgToken } from '@/lib/org-token/issue'
import { apiRequest, browserRequest, createMember, expectCode, asOwner, send } from '@/lib/testing/fixtures'
import { setUpApp } from '@/lib/testing/second-factors'
import { hashPassword } from './passwords'
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
    'the end of all other sessions': async (session) =>
      send(endOthersRoute, await browserRequest(session, 'DELETE', '/api/account/sessions')),
    'a first second factor': setUpApp,
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
    const { copy, org, ctx, user } = await replaced()
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
    await expectCode(confirmSignIn(copy, { password }, new Headers()), 'unauthenticated')
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

  it('leaves the tokens of its session as they are', async () => {
    const { ctx, session } = await signedIn()
    const { access_token } = await issueOrgToken(ctx)
    await confirm(session)
    const headers = { authorization: `Bearer ${access_token}` }
    expect((await send(meRoute, apiRequest('GET', '/api/v1/me', undefined, headers))).status).toBe(200)
  })
})
