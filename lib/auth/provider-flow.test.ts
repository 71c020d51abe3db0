// A whole flow with a real provider, and what of it cannot be exchanged for that of another flow.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { POST as authRoute, GET as authPage } from '@/app/api/auth/[...nextauth]/route'
import { getEnv } from '@/lib/env'
import type { UserContext } from '@/lib/db/session'
import { authorizeUser } from '@/lib/db/authorize'
import { ageSignIn, asOwner, createSession, createUser, expectCode, unique, uniqueEmail } from '@/lib/testing/fixtures'
import { fromSomewhere } from '@/lib/testing/sign-ups'
import { beginWith } from './next-auth'
import { openSession, sealSession, sessionCookie } from './session-cookie'

type Jar = Map<string, string>
let server: ReturnType<typeof spawn>

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

beforeAll(async () => {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const AUTH_OIDC_SECRET = 'a secret of the tests'
  Object.assign(getEnv(), { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: 'application', AUTH_OIDC_SECRET })
  const env = { ...process.env, PORT: String(port), REDIRECT_URI: `${getEnv().APP_URL}/api/auth/callback/oidc` }
  server = spawn(process.execPath, ['e2e/identity-provider.mjs'], { env, stdio: 'ignore' })
  const isUp = () =>
    fetch(`${issuer}/jwks`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 50))
})

afterAll(() => void server.kill())

const cookieOf = (jar: Jar): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

function keep(jar: Jar, answer: Response): void {
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
    jar.set(name!, value!)
  }
}

/** Begins a flow in a browser of ours. Out: its cookies and the provider's URL. */
async function begin(flow: Partial<Parameters<typeof beginWith>[1]> = {}, jar: Jar = new Map()) {
  const { url, cookies } = await beginWith('oidc', { returnTo: '/', by: null, ...flow })
  for (const { name, value } of cookies) jar.set(name, encodeURIComponent(value))
  return { jar, url }
}

/** Signs in at the provider. Out: the URL at which the browser comes back. */
async function logIn(url: string, login = `${unique()} ${uniqueEmail()}`): Promise<string> {
  const jar: Jar = new Map()
  const load = async (at: string, body?: URLSearchParams): Promise<string> => {
    const headers = { cookie: cookieOf(jar) }
    const answer = await fetch(at, { redirect: 'manual', headers, ...(body && { method: 'POST', body }) })
    keep(jar, answer)
    if (answer.status === 200) return load(at, new URLSearchParams({ login }))
    const next = new URL(answer.headers.get('location')!, at).href
    return next.startsWith(getEnv().APP_URL) ? next : load(next)
  }
  return load(url)
}

/** Comes back. Out: where the browser goes, and its session if there is one. */
async function comeBack(jar: Jar, url: string, provider = 'oidc') {
  const request = new Request(url, { headers: { ...fromSomewhere(), cookie: cookieOf(jar) } })
  const answer = await authPage(request, { params: Promise.resolve({ nextauth: ['callback', provider] }) })
  const after: Jar = new Map()
  keep(after, answer)
  const { pathname, search } = new URL(answer.headers.get('location')!, getEnv().APP_URL)
  return { to: pathname + search, session: await openSession(after.get(sessionCookie().name)) }
}

const error = (url: string) => /^\/(api\/auth\/error|sign-in)\?/.test(url)

describe('a flow', () => {
  it('has state, PKCE and a nonce, and ends where the person wanted to go', async () => {
    const { jar, url } = await begin({ returnTo: '/account' })
    const { searchParams } = new URL(url)
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name), name).toMatch(/^[\w-]{43}$/)
    const { to, session } = await comeBack(jar, await logIn(url))
    expect([to, session?.userId]).toEqual(['/account', expect.stringMatching(/^user_/)])
  })

  it('A180 never ends on another site', async () => {
    for (const returnTo of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const { jar, url } = await begin({ returnTo })
      expect((await comeBack(jar, await logIn(url))).to).toBe('/organizations/new')
    }
  })

  it('A184 does not believe an edited cookie of where to go', async () => {
    for (const cookie of ['https://evil.example', 'http://localhost:3000//evil.example', 'javascript:alert(1)']) {
      const { jar, url } = await begin()
      jar.set('next-auth.callback-url', encodeURIComponent(cookie))
      expect((await comeBack(jar, await logIn(url))).to).not.toContain('evil')
    }
  })

  it('A186 is refused where another provider comes back', async () => {
    Object.assign(getEnv(), { AUTH_GITHUB_ID: 'x', AUTH_GITHUB_SECRET: 'x' })
    const { jar, url } = await begin()
    const { to, session } = await comeBack(jar, await logIn(url), 'github')
    expect([error(to), session]).toEqual([true, null])
  })

  it('A185 keeps nothing that another host of the domain could set', async () => {
    const { APP_URL } = getEnv()
    Object.assign(getEnv(), { APP_URL: APP_URL.replace('http:', 'https:') })
    onTestFinished(() => void Object.assign(getEnv(), { APP_URL }))
    const { jar } = await begin()
    expect([...jar.keys()].filter((name) => !name.startsWith('__Host-'))).toEqual([])
    expect(jar.size).toBe(4)
  })

  it.each(['state', 'pkce.code_verifier', 'nonce'])('A185 is refused with the %s of another flow', async (name) => {
    const { jar, url } = await begin()
    const { jar: other } = await begin()
    jar.set(`next-auth.${name}`, other.get(`next-auth.${name}`)!)
    const { to, session } = await comeBack(jar, await logIn(url))
    expect([error(to), session]).toEqual([true, null])
  })

  it.each(['state', 'pkce.code_verifier', 'nonce'])('A185 is refused without the cookie of its %s', async (name) => {
    const { jar, url } = await begin()
    jar.delete(`next-auth.${name}`)
    const { to, session } = await comeBack(jar, await logIn(url))
    expect([error(to), session]).toEqual([true, null])
  })

  it('A185 is refused in another browser, and when its code is used again', async () => {
    const { jar, url } = await begin()
    const back = await logIn(url)
    expect((await comeBack(new Map(), back)).session).toBeNull()
    expect((await comeBack(jar, back)).session).not.toBeNull()
    const again = await comeBack(jar, back)
    expect([error(again.to), again.session]).toEqual([true, null])
  })

  it('is refused for an answer of another issuer (RFC 9207)', async () => {
    const { jar, url } = await begin()
    const back = new URL(await logIn(url))
    back.searchParams.set('iss', 'https://id.evil.example')
    const { to, session } = await comeBack(jar, back.href)
    expect([error(to), session]).toEqual([true, null])
  })

  it('A160 does not begin by a link, or by a form of another site', async () => {
    const params = Promise.resolve({ nextauth: ['signin', 'oidc'] })
    const url = `${getEnv().APP_URL}/api/auth/signin/oidc`
    const byLink = await authPage(new Request(url), { params })
    expect(byLink.headers.get('location')).toMatch(/\/sign-in\?/)
    const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }
    expect((await authRoute(new Request(url, { method: 'POST', headers, body: 'a=b' }), { params })).status).toBe(403)
  })
})

async function signedIn() {
  const ctx = await createSession((await createUser()).id)
  const jar: Jar = new Map([[sessionCookie().name, await sealSession(ctx)]])
  return { ctx, jar }
}

describe('a flow that connects', () => {
  it('connects in the session that began it, and begins no other', async () => {
    const { ctx, jar } = await signedIn()
    const { url } = await begin({ by: { ...ctx, purpose: 'connect' } }, jar)
    const { to, session } = await comeBack(jar, await logIn(url))
    expect([to, session]).toEqual(['/account/security?connect=done', null])
  })

  it('connects nothing in another session, also not in one of the same person', async () => {
    const { ctx, jar } = await signedIn()
    const { url } = await begin({ by: { ...ctx, purpose: 'connect' } }, jar)
    const back = await logIn(url)
    for (const other of [(await signedIn()).ctx, await createSession(ctx.userId)]) {
      jar.set(sessionCookie().name, await sealSession(other))
      expect((await comeBack(jar, back)).to).toMatch(/connect=(unauthenticated|failed)/)
    }
  })

  it('is a sign-in for an answer that another flow caused', async () => {
    const { ctx, jar } = await signedIn()
    await begin({ by: { ...ctx, purpose: 'connect' } }, jar)
    const connecting = jar.get('flow')!
    const { url } = await begin({}, jar)
    jar.set('flow', connecting)
    const { session } = await comeBack(jar, await logIn(url))
    expect([session !== null, session?.userId === ctx.userId]).toEqual([true, false])
  })
})

describe('a flow that confirms', () => {
  /** A person who has connected an account at the provider and signed in long ago. */
  async function connected() {
    const { ctx, jar } = await signedIn()
    const login = `${unique()} ${uniqueEmail()}`
    const { url } = await begin({ by: { ...ctx, purpose: 'connect' } }, jar)
    await comeBack(jar, await logIn(url, login))
    await ageSignIn(ctx.sessionId)
    return { ctx, jar, login }
  }

  const confirming = (ctx: UserContext) => ({ by: { ...ctx, purpose: 'confirm' as const } })

  const isRecent = async ({ sessionId }: UserContext): Promise<boolean> => {
    const [row] = await asOwner<{ recent: boolean }>(
      `select authenticated_at > now() - interval '1 minute' as recent from sessions where id = $1`,
      [sessionId],
    )
    return row!.recent
  }

  it('asks the provider for a new sign-in, and renews that of the session', async () => {
    const { ctx, jar, login } = await connected()
    const { url } = await begin(confirming(ctx), jar)
    expect(new URL(url).searchParams.get('prompt')).toBe('login')
    expect(Number(new URL(url).searchParams.get('max_age'))).toBe(getEnv().REAUTH_SECONDS)
    expect(await isRecent(ctx)).toBe(false)
    const { to, session } = await comeBack(jar, await logIn(url, login))
    const renewed = { userId: ctx.userId, sessionId: ctx.sessionId, cookieVersion: 2 }
    expect([to, session, await isRecent(ctx)]).toEqual(['/account/confirm?confirm=done', renewed, true])
    await expectCode(authorizeUser(ctx), 'unauthenticated')
  })

  it('is refused for another identity, and for one of another person', async () => {
    const { ctx, jar } = await connected()
    for (const login of [undefined, (await connected()).login]) {
      const { url } = await begin(confirming(ctx), jar)
      const { to } = await comeBack(jar, await logIn(url, login))
      expect([to, await isRecent(ctx)]).toEqual([expect.stringContaining('confirm=invalid_credentials'), false])
    }
  })

  it('is refused without a new sign-in at the provider', async () => {
    const { ctx, jar, login } = await connected()
    const { url } = await begin(confirming(ctx), jar)
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + (getEnv().REAUTH_SECONDS + 30) * 1000)
    onTestFinished(() => void vi.restoreAllMocks())
    const { to } = await comeBack(jar, await logIn(url, login))
    expect([to, await isRecent(ctx)]).toEqual([expect.stringContaining('confirm=invalid_credentials'), false])
  })

  it('is refused for an account with a second factor, which confirms alone', async () => {
    const { ctx, jar, login } = await connected()
    await asOwner(`insert into totp_secrets (user_id, encrypted_secret, confirmed_at) values ($1, 'x', now())`, [
      ctx.userId,
    ])
    const { url } = await begin(confirming(ctx), jar)
    const { to } = await comeBack(jar, await logIn(url, login))
    expect([to, await isRecent(ctx)]).toEqual([expect.stringContaining('confirm=invalid_credentials'), false])
  })

  it('confirms nothing in another session', async () => {
    const { ctx, jar, login } = await connected()
    const { url } = await begin(confirming(ctx), jar)
    const back = await logIn(url, login)
    jar.set(sessionCookie().name, await sealSession(await createSession(ctx.userId)))
    expect((await comeBack(jar, back)).to).toMatch(/confirm=unauthenticated/)
    expect(await isRecent(ctx)).toBe(false)
  })
})
