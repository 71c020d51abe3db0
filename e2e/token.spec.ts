import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, signInByRequest, test } from './fixtures'

const run = promisify(execFile)

test('a program outside verifies the token offline', async ({ request, baseURL }) => {
  await signInByRequest(request, 'jane@example.com')
  const headers = { origin: baseURL! }
  const switched = await request.put('/api/session/organization', { headers, data: { organization: 'acme' } })
  expect(switched.status()).toBe(200)
  const { access_token } = await (await request.post('/api/token', { headers, data: {} })).json()
  const { stdout } = await run(process.execPath, ['examples/verify.mjs', baseURL!, access_token])
  const claims = JSON.parse(stdout)
  expect(claims).toMatchObject({
    org_role: 'admin',
    sub: expect.stringMatching(/^user_/),
    org_id: expect.stringMatching(/^org_/),
  })
  expect(claims.org_permissions).toEqual(expect.arrayContaining(['org:manage', 'org:members:write']))
  await expect(run(process.execPath, ['examples/verify.mjs', baseURL!, `${access_token}x`])).rejects.toThrow(/Refused/)
})

test('the edge refuses a bad token, and the API takes a good one', async ({ request, playwright, baseURL }) => {
  await signInByRequest(request, 'frida@example.com')
  const program = await playwright.request.newContext({ baseURL })
  for (const [organization, role] of [
    ['acme', 'member'],
    ['globex', 'viewer'],
    ['initech', 'admin'],
  ]) {
    const answer = await request.post('/api/token', { headers: { origin: baseURL! }, data: { organization } })
    const authorization = `Bearer ${(await answer.json()).access_token}`
    const me = await program.get('/api/v1/me', { headers: { authorization } })
    expect(await me.json()).toMatchObject({ org_slug: organization, org_role: role })
    const members = await (await program.get('/api/v1/members?limit=100', { headers: { authorization } })).json()
    expect(members.data.length).toBeGreaterThan(2)
    const refused = await program.get('/api/v1/me', { headers: { authorization: `${authorization}x` } })
    expect(refused.status()).toBe(401)
    expect(refused.headers()['www-authenticate']).toContain('invalid_token')
  }
  await program.dispose()
})

test('A126 a token of any size is refused, and costs the server nothing', async ({ playwright, baseURL }) => {
  const program = await playwright.request.newContext({ baseURL })
  for (const kib of [8, 64, 1_024]) {
    const authorization = `Bearer ${'A'.repeat(kib * 1_024)}`
    // Where the server closes while the headers still come, there is no answer to read: that is a refusal, too.
    const status = await program
      .get('/api/v1/me', { headers: { authorization } })
      .then((answer) => answer.status())
      .catch(() => 431)
    expect([401, 431]).toContain(status)
  }
  expect((await program.get('/api/health')).status()).toBe(200)
  await program.dispose()
})

test('A140 a token opens no page, whichever organization it is for', async ({ request, playwright, baseURL }) => {
  await signInByRequest(request, 'frida@example.com')
  const answer = await request.post('/api/token', { headers: { origin: baseURL! }, data: { organization: 'acme' } })
  const authorization = `Bearer ${(await answer.json()).access_token}`
  const program = await playwright.request.newContext({ baseURL })
  for (const slug of ['acme', 'globex']) {
    const page = await program.get(`/o/${slug}`, { headers: { authorization }, maxRedirects: 0 })
    expect([page.status(), page.headers().location]).toEqual([307, expect.stringContaining('/sign-in')])
  }
  const foreign = await program.get('/api/v1/me', { headers: { authorization, 'x-organization': 'globex' } })
  expect(foreign.status()).toBe(409)
  await program.dispose()
})
