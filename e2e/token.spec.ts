import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, signInByRequest, test } from './fixtures'

const run = promisify(execFile)

test('an external program verifies the token offline', async ({ request, baseURL }) => {
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

test('the edge refuses an invalid token, and the API accepts a valid one', async ({ request, playwright, baseURL }) => {
  await signInByRequest(request, 'frida@example.com')
  const program = await playwright.request.newContext({ baseURL })
  for (const [organization, role, owner] of [
    ['acme', 'member', 'olga@example.com'],
    ['globex', 'viewer', 'gina@example.com'],
    ['initech', 'admin', 'ivan@example.com'],
  ]) {
    const answer = await request.post('/api/token', { headers: { origin: baseURL! }, data: { organization } })
    const authorization = `Bearer ${(await answer.json()).access_token}`
    const me = await program.get('/api/v1/me', { headers: { authorization } })
    expect(await me.json()).toMatchObject({ org_slug: organization, org_role: role })
    const owners = await (await program.get('/api/v1/members?role=owner', { headers: { authorization } })).json()
    expect(owners.data.map(({ email }: { email: string }) => email)).toEqual([owner])
    const refused = await program.get('/api/v1/me', { headers: { authorization: `${authorization}x` } })
    expect(refused.status()).toBe(401)
    expect(refused.headers()['www-authenticate']).toContain('invalid_token')
  }
  await program.dispose()
})

test('A126 a token of any size is refused at little cost to the server', async ({ playwright, baseURL }) => {
  const program = await playwright.request.newContext({ baseURL })
  for (const kib of [8, 64, 1_024]) {
    const authorization = `Bearer ${'A'.repeat(kib * 1_024)}`
    // If the server closes while the headers are being sent, there is no answer to read: that is a refusal, too.
    const status = await program
      .get('/api/v1/me', { headers: { authorization } })
      .then((answer) => answer.status())
      .catch(() => 431)
    expect([401, 431]).toContain(status)
  }
  expect((await program.get('/api/health')).status()).toBe(200)
  await program.dispose()
})

test('A140 a token opens no page of any organization', async ({ request, playwright, baseURL }) => {
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
