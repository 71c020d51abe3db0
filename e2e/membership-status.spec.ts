// Changes of a person's membership reach their open pages without a reload.
import type { Browser, Page } from '@playwright/test'
import { expect, password, signInAs, test, unique } from './fixtures'

type NewestMail = (to: string) => Promise<{ text: string }>

/** A new member of Acme with the overview open in a separate browser. */
async function newcomer(admin: Page, browser: Browser, newestMail: NewestMail, role = 'member') {
  const name = unique('Frida')
  const email = `${name.toLowerCase()}@example.com`
  await asAdmin(admin, 'POST', '/api/v1/invitations', { email, role })
  const page = await (await browser.newContext()).newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(/\/invitations\/[\w-]{43}/.exec((await newestMail(email)).text)![0])
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  const heard = page.waitForRequest('**/api/session/events?*')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page).toHaveURL('/o/acme')
  await heard
  const { data } = await asAdmin(admin, 'GET', `/api/v1/members?query=${name}`)
  return { page, email, userId: data[0].user_id as string, errors }
}

async function asAdmin(page: Page, method: string, path: string, data?: object) {
  const headers = { origin: new URL(page.url()).origin, 'x-organization': 'acme' }
  const response = await page.request.fetch(path, { method, headers, ...(data && { data }) })
  expect(response.ok(), path).toBe(true)
  return response.status() === 204 ? null : response.json()
}

/** The card about tokens is collapsed on the overview. */
const openToken = (page: Page) => page.locator('summary', { hasText: 'Organization token' }).click()

const toast = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

test('a member who is demoted and then removed reads so in the open page', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  await page.goto('/o/acme')
  const { page: theirs, userId, errors } = await newcomer(page, browser, newestMail)
  await expect(theirs.getByText('Your role:')).toContainText('Member')

  await asAdmin(page, 'PATCH', `/api/v1/members/${userId}`, { role: 'viewer' })
  await expect(toast(theirs, 'Your role in Acme Corp is now Viewer')).toBeVisible()
  await expect(theirs.getByText('Your role:')).toContainText('Viewer')

  await asAdmin(page, 'DELETE', `/api/v1/members/${userId}`)
  await expect(theirs).toHaveURL('/organizations')
  await expect(toast(theirs, 'You no longer have access to Acme Corp')).toBeVisible()
  expect(errors).toEqual([])
})

test('a changed role is in the tab’s next token before any call is refused', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  await page.goto('/o/acme')
  const { page: theirs, userId, errors } = await newcomer(page, browser, newestMail)
  const answers: string[] = []
  theirs.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (['/api/token', '/api/v1/me'].includes(pathname)) answers.push(`${response.status()} ${pathname}`)
  })
  const expectRole = async (role: string) => {
    // The answer before shows the same role.
    const answered = theirs.waitForResponse('**/api/v1/me')
    await theirs.getByRole('button', { name: 'Try it' }).click()
    await answered
    await expect(theirs.getByText(`"org_role": "${role}"`)).toBeVisible()
  }
  await openToken(theirs)
  await expectRole('member')
  await asAdmin(page, 'PATCH', `/api/v1/members/${userId}`, { role: 'admin' })
  await expect(toast(theirs, 'Your role in Acme Corp is now Admin')).toBeVisible()
  await expectRole('admin')
  await expectRole('admin')
  expect(answers).toEqual(['200 /api/token', '200 /api/v1/me', '200 /api/token', '200 /api/v1/me', '200 /api/v1/me'])
  expect(errors).toEqual([])
})

test('the open pages of a renamed organization move to the new URL', async ({ page, browser, signIn }) => {
  await signIn('gina')
  const [former, slug] = [unique('former').toLowerCase(), unique('latter').toLowerCase()]
  const second = await (await browser.newContext()).newPage()
  await signInAs(second.context(), 'gina')
  await second.goto('/organizations')
  const origin = new URL(second.url()).origin
  const call = async (method: string, path: string, data: object) => {
    const response = await second.request.fetch(path, { method, data, headers: { origin } })
    expect(response.ok(), await response.text()).toBe(true)
  }
  await call('POST', '/api/organizations', { name: 'Former Name', slug: former })
  const heard = page.waitForRequest('**/api/session/events?*')
  await page.goto(`/o/${former}/members`)
  await heard
  await call('PATCH', '/api/v1/organization', { name: 'Latter Name', slug })
  await expect(page).toHaveURL(`/o/${slug}/members`)
  await page.goto(`/o/${slug}`)
  await expect(page.getByRole('button', { name: /^Switch organization/ })).toContainText('Latter Name')
  await openToken(page)
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByText(`"org_slug": "${slug}"`)).toBeVisible()
})

test('typed text stays in the form when the member is removed', async ({ page, browser, signIn, newestMail }) => {
  await signIn('jane')
  await page.goto('/o/acme')
  const { page: theirs, userId } = await newcomer(page, browser, newestMail, 'team_lead')
  const heard = theirs.waitForRequest('**/api/session/events?*')
  await theirs.goto('/o/acme/invitations/new')
  await heard
  await theirs.getByLabel('Email').fill('a list that took an hour')
  await asAdmin(page, 'DELETE', `/api/v1/members/${userId}`)
  const reason = toast(theirs, 'You no longer have access to Acme Corp. Copy what you typed')
  await expect(reason).toBeVisible()
  await expect(theirs.getByLabel('Email')).toHaveValue('a list that took an hour')
  // The account has a layout of its own, and a toaster with it.
  await theirs.getByRole('link', { name: /^Your account/ }).click()
  await expect(theirs).toHaveURL('/account')
  await expect(reason).toBeVisible()
})

test('signing out in one tab leads the other to sign-in', async ({ page, context, signIn }) => {
  await signIn('gina')
  const heard = page.waitForRequest('**/api/session/events?*')
  await page.goto('/o/globex')
  await heard
  const second = await context.newPage()
  await second.goto('/organizations')
  await second.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fo%2Fglobex/)
  await expect(page.getByText('Your session has ended.')).toBeVisible()
})

test('a tab uses the token of its own organization, and no call reaches another one', async ({
  page,
  context,
  signIn,
}) => {
  await signIn('frida')
  await page.goto('/o/acme')
  const second = await context.newPage()
  await second.goto('/o/globex')
  const origin = new URL(page.url()).origin
  const invite = (organization: string) =>
    page.request.post('/api/v1/invitations', {
      headers: { origin, 'x-organization': organization },
      data: { email: `${unique('astray')}@example.com`, role: 'viewer' },
    })
  // The session is in Globex now: the first tab's call must not write there.
  const astray = await invite('acme')
  expect(astray.status()).toBe(409)
  expect((await astray.json()).code).toBe('organization_mismatch')
  for (const [tab, slug] of [
    [page, 'acme'],
    [second, 'globex'],
  ] as const) {
    await openToken(tab)
    await tab.getByRole('button', { name: 'Try it' }).click()
    await expect(tab.getByText(`"org_slug": "${slug}"`)).toBeVisible()
  }
})
