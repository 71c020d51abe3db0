import type { APIRequestContext } from '@playwright/test'
import { expect, signInByRequest, test } from './fixtures'
import { needsResource, resource } from './resource'

// What only Globex has; none of it may reach somebody of Acme, in whatever form a page is asked for.
const canaries = ['Volcano office lease', 'Globex Inc', 'Marcus Webb', 'gina@example.com']

/** Out: the path of a record of Globex behind its slug. It is there for its members. */
async function firstRecord(gina: APIRequestContext): Promise<string> {
  const { data } = await (await gina.get(`/api/v1/${resource.path}`)).json()
  const path = `/${resource.path}/${data[0].id}`
  expect(await (await gina.get(`/o/globex${path}`)).text()).toContain(data[0][resource.title])
  return path
}

test('A028 A252 A253 A254 a member of Acme finds nothing under any spelling of a page of Globex', async ({
  request,
  playwright,
  baseURL,
}) => {
  const gina = await playwright.request.newContext({ baseURL })
  await signInByRequest(gina, 'gina@example.com')
  await gina.put('/api/session/organization', { headers: { origin: baseURL! }, data: { organization: 'globex' } })
  const record = resource.isThere ? await firstRecord(gina) : '/members'
  await gina.dispose()

  await signInByRequest(request, 'jane@example.com')
  const unknown = await request.get('/o/no-such-organization')
  expect(unknown.status()).toBe(404)
  const paths = [
    '/o/globex',
    '/o/globex/members',
    `/o/globex${record}`,
    `/o/acme${record}`,
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
      for (const canary of canaries) expect(body, `${path} ${JSON.stringify(headers)}`).not.toContain(canary)
    }
  }
})

test('a page of another organization is the same as none', async ({ page, signIn }) => {
  await signIn('jane')
  const texts = []
  for (const slug of ['globex', 'no-such-organization']) {
    const response = await page.request.get(`/o/${slug}/members`)
    expect(response.status()).toBe(404)
    expect(response.headers()['cache-control']).toContain('no-store')
    await page.setContent(await response.text())
    texts.push(await page.locator('body').innerText())
  }
  expect(texts[0]).toBe(texts[1])
})

test('A001 A009 the API of one organization knows no ids of another', async ({ request, baseURL }) => {
  needsResource()
  const headers = { origin: baseURL! }
  await signInByRequest(request, 'frida@example.com')
  const tokenOf = async (organization: string) =>
    `Bearer ${(await (await request.post('/api/token', { headers, data: { organization } })).json()).access_token}`
  const [acme, globex] = [await tokenOf('acme'), await tokenOf('globex')]
  const listed = await (
    await request.get(`/api/v1/${resource.path}?limit=100`, { headers: { authorization: globex } })
  ).json()
  for (const { id } of listed.data.slice(0, 3)) {
    const path = `/api/v1/${resource.path}/${id}`
    expect((await request.get(path, { headers: { authorization: globex } })).status()).toBe(200)
    for (const answer of [
      await request.get(path, { headers: { authorization: acme } }),
      await request.patch(path, { headers: { authorization: acme }, data: { [resource.title]: 'x' } }),
      await request.delete(path, { headers: { authorization: acme } }),
    ])
      expect(answer.status()).toBe(404)
  }
})
