// Tests other backends without mocks: the built application and the real examples. They decide by the token alone, send no
// call to the application for a request, and still refuse a removed member within seconds.
import type { APIRequestContext } from '@playwright/test'
import { python, startExpress, startPython, type Backend } from './offline-backends'
import { expect, password, signInByRequest, test, unique } from './fixtures'

// The list of revoked tokens is cached for fifteen seconds; the rest is for a busy machine.
const withinMs = 90_000
const lists = [/^\/\.well-known\/jwks\.json$/, /^\/\.well-known\/token-status\/\d+$/]

type NewestMail = (to: string) => Promise<{ text: string }>

/** A new member of Acme, created through the API. Out: the person, and a token for them. */
async function join(admin: APIRequestContext, person: APIRequestContext, origin: string, newestMail: NewestMail) {
  const email = `${unique('offline')}@example.com`
  const post = async (who: APIRequestContext, path: string, data: object) => {
    const response = await who.post(path, { data, headers: { origin } })
    expect(response.ok(), `${path}: ${await response.text()}`).toBe(true)
    return response.status() === 200 || response.status() === 201 ? response.json() : null
  }
  const mailed = async (shape: RegExp) => shape.exec((await newestMail(email)).text)![1]!
  await post(person, '/api/sign-up', { name: 'Offline', email, password })
  await post(person, '/api/verify-email', { token: await mailed(/\/verify-email\?token=([\w-]+)/), password })
  await signInByRequest(person, email)
  await post(admin, '/api/v1/invitations', { email, role: 'member' })
  await post(person, `/api/invitations/${await mailed(/\/invitations\/([\w-]{43})/)}/accept`, {})
  const { access_token: token } = await post(person, '/api/token', { organization: 'acme' })
  const me = await (await person.get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } })).json()
  return { userId: me.sub as string, token: token as string }
}

const backends: [string, boolean, (issuer: string) => Promise<Backend>][] = [
  ['Express', false, startExpress],
  ['Python', !python, startPython],
]

for (const [name, missing, start] of backends) {
  test(`A145 the backend in ${name} refuses a removed member within seconds, and sends no call for a request`, async ({
    page,
    playwright,
    baseURL,
    signIn,
    newestMail,
  }) => {
    test.skip(missing, 'Python with PyJWT is not here')
    await signIn('jane')
    const admin = page.request
    const person = await playwright.request.newContext({ baseURL: baseURL! })
    expect(
      (
        await admin.put('/api/session/organization', { data: { organization: 'acme' }, headers: { origin: baseURL! } })
      ).ok(),
    ).toBe(true)
    const { userId, token } = await join(admin, person, baseURL!, newestMail)
    const backend = await start(baseURL!)
    try {
      const call = () => fetch(`${backend.url}/notes`, { headers: { authorization: `Bearer ${token}` } })
      const statuses = async (count: number) => {
        const seen = new Set<number>()
        for (let i = 0; i < count; i++) seen.add((await call()).status)
        return [...seen]
      }
      expect(await statuses(1)).toEqual([200])
      expect(backend.fetched).toHaveLength(lists.length)
      expect(await statuses(50)).toEqual([200])
      expect(backend.fetched.length).toBeLessThan(10)

      const headers = { origin: baseURL!, 'x-organization': 'acme' }
      expect((await admin.delete(`/api/v1/members/${userId}`, { headers })).status()).toBe(204)
      let calls = 0
      await expect.poll(async () => (calls++, (await call()).status), { timeout: withinMs, intervals: [500] }).toBe(401)
      expect(backend.fetched.every((path) => lists.some((list) => list.test(path)))).toBe(true)
      // The key set once, and the list again after its 15 seconds: never once for each request.
      expect(backend.fetched.filter((path) => lists[0]!.test(path))).toHaveLength(1)
      expect(backend.fetched.length).toBeLessThan((50 + calls) / 4)
    } finally {
      backend.stop()
      await person.dispose()
    }
  })
}
