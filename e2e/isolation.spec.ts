import type { APIRequestContext } from '@playwright/test'
import { expect, signInByRequest, test, unique } from './fixtures'
import { collectionOf, collections, idOf, list, organizationPages, switchTo, withId } from './inventory'

// Data that only Globex has; none of it may reach a member of Acme, however a page is requested.
const canaries = ['Globex Inc', 'Marcus Webb', 'gina@example.com']

/** Signs in as the owner of Globex, and creates one of each kind that every organization can have. */
async function inGlobex(request: APIRequestContext, origin: string) {
  await signInByRequest(request, 'gina@example.com')
  await switchTo(request, origin, 'globex')
  const made = {
    role: unique('Volcano crew'),
    email: `${unique('volcano')}@example.com`,
    key: unique('Volcano sensor'),
  }
  const post = async (path: string, data: object) =>
    expect((await request.post(path, { headers: { origin }, data })).status(), path).toBe(201)
  await post('/api/v1/roles', { name: made.role, permissions: ['org:read'] })
  await post('/api/v1/invitations', { email: made.email, role: 'viewer' })
  await post('/api/v1/api-keys', { name: made.key, role: 'viewer' })
  return Object.values(made)
}

/** Ids that only Globex has, a few of each kind. Members are in several organizations, and roles are built in. */
async function idsOnlyIn(globex: APIRequestContext, other: APIRequestContext): Promise<Map<string, string[]>> {
  const ids = new Map<string, string[]>()
  for (const collection of collections) {
    const others = (await list(other, collection)).map(idOf)
    const only = (await list(globex, collection)).map(idOf).filter((id) => !others.includes(id))
    if (only.length > 0) ids.set(collection, only.slice(0, 3))
  }
  expect([...ids.keys()]).toEqual(expect.arrayContaining(['api-keys', 'invitations', 'members', 'roles']))
  return ids
}

test('A028 A252 A253 A254 a member of Acme finds nothing under any spelling of a Globex page', async ({
  request,
  playwright,
  baseURL,
}) => {
  test.slow()
  const gina = await playwright.request.newContext({ baseURL })
  const secrets = [...canaries, ...(await inGlobex(gina, baseURL!))]
  await signInByRequest(request, 'jane@example.com')
  await switchTo(request, baseURL!, 'acme')
  const ids = await idsOnlyIn(gina, request)

  // The pages of Globex, and those of Acme for a record of Globex.
  const theirs: string[] = []
  const mine: string[] = []
  for (const page of organizationPages) {
    const collection = collectionOf(page)
    if (!collection) theirs.push(`/o/globex${page}`)
    for (const id of (collection && ids.get(collection)?.slice(0, 1)) || []) {
      const path = `/o/globex${withId(page, id)}`
      // The page exists: its text, which Acme must not get, is also a canary.
      const shown = await gina.get(path)
      expect(shown.status(), path).toBe(200)
      secrets.push(...textsOf(await list(gina, collection!), id, await shown.text()))
      theirs.push(path)
      mine.push(`/o/acme${withId(page, id)}`)
    }
  }
  expect(mine).not.toEqual([])
  // One after the other, because the server refuses what it cannot answer soon.
  let seen = ''
  for (const path of theirs) seen += await (await gina.get(path)).text()
  for (const secret of secrets) expect(seen, 'what Globex itself sees').toContain(secret)
  await gina.dispose()

  const unknown = await request.get('/o/no-such-organization')
  expect(unknown.status()).toBe(404)
  for (const path of [...theirs, ...mine]) expect((await request.get(path)).status(), path).toBe(404)
  const paths = [
    ...theirs,
    ...mine,
    '/o//globex',
    '/o/./globex',
    '/o/acme/../globex',
    '/o/%67lobex',
    '/o/globex%2fmembers',
    '/O/globex',
    '/o/Globex',
    '/o/globex/',
    '/o/globex.rsc',
    '/o/globex.prefetch.rsc',
    '/o/globex/members.txt',
    '/o/acme?nxtPslug=globex',
    '/o/acme?slug=globex',
    '/o/acme/members?slug=globex',
    '/en/o/globex',
    `/_next/data/x/o/globex.json`,
  ]
  const variants: Record<string, string>[] = [
    {},
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { 'x-nextjs-data': '1' },
    { 'x-original-url': '/o/globex', 'x-rewrite-url': '/o/globex' },
  ]
  for (const path of paths) {
    for (const headers of variants) {
      const response = await request.get(path, { headers })
      const body = await response.text()
      expect(response.status(), path).toBeLessThan(500)
      for (const secret of secrets) expect(body, `${path} ${JSON.stringify(headers)}`).not.toContain(secret)
    }
  }
})

/** The text that people wrote in a record, if its page shows it; a single word may occur anywhere. */
const textsOf = (records: Record<string, unknown>[], id: string, page: string): string[] =>
  Object.values(records.find((record) => idOf(record) === id)!).filter(
    (value): value is string => typeof value === 'string' && value.includes(' ') && page.includes(value),
  )

test('a page of another organization looks like a page that does not exist', async ({ page, signIn }) => {
  test.slow()
  await signIn('jane')
  for (const path of organizationPages) {
    const texts = []
    for (const slug of ['globex', 'no-such-organization']) {
      const response = await page.request.get(`/o/${slug}${withId(path, 'role_owner')}`)
      expect(response.status(), path).toBe(404)
      expect(response.headers()['cache-control']).toContain('no-store')
      await page.setContent(await response.text())
      texts.push(await page.locator('body').innerText())
    }
    expect(texts[0], path).toBe(texts[1])
  }
})

test('A001 A009 the API of one organization finds no ids of another', async ({ request, playwright, baseURL }) => {
  const gina = await playwright.request.newContext({ baseURL })
  await inGlobex(gina, baseURL!)
  // An admin of Initech, so that no refusal is due to a missing permission.
  await signInByRequest(request, 'frida@example.com')
  await switchTo(request, baseURL!, 'initech')
  const ids = await idsOnlyIn(gina, request)
  const answer = await request.post('/api/token', {
    headers: { origin: baseURL! },
    data: { organization: 'initech' },
  })
  const headers = { authorization: `Bearer ${(await answer.json()).access_token}` }
  const program = await playwright.request.newContext({ baseURL })
  for (const [collection, only] of ids) {
    const before = await recordsOf(gina, collection, only)
    for (const id of only) {
      const path = `/api/v1/${collection}/${id}`
      const data = collection === 'members' ? { role: 'viewer' } : {}
      const statuses = [
        (await program.get(path, { headers })).status(),
        (await program.patch(path, { headers, data })).status(),
        (await program.delete(path, { headers })).status(),
      ]
      // 405: this kind has no such call.
      expect(
        statuses.filter((status) => status !== 405),
        path,
      ).toContain(404)
      for (const status of statuses) expect([404, 405], path).toContain(status)
    }
    expect(await recordsOf(gina, collection, only), collection).toEqual(before)
  }
  await Promise.all([gina.dispose(), program.dispose()])
})

/** Without what changes on its own: times such as a member's last activity, and the delivery of a mail. */
const recordsOf = async (request: APIRequestContext, collection: string, ids: string[]) =>
  (await list(request, collection))
    .filter((record) => ids.includes(idOf(record)))
    .map((record) => Object.entries(record).filter(([name]) => !name.endsWith('_at') && name !== 'delivery'))
