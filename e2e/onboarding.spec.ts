// The first minutes in an organization: making one on one screen, the steps that are done in place, and the welcome of those who join.
import { newcomer } from './newcomer'
import { expect, test, unique } from './fixtures'

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

test('an organization gets its name, color and logo on one screen, which shows how it will look', async ({
  page,
  signInAsNewcomer,
}) => {
  await signInAsNewcomer('Ida Founder')
  await page.goto('/organizations/new')
  const name = unique('Lighthouse')
  await page.getByLabel('Organization name').fill(name)
  const preview = page.getByRole('figure')
  await expect(preview).toContainText(name)
  await page.getByRole('radio', { name: 'Pink' }).check()
  await expect(preview.locator('[data-org-hue="6"]').first()).toBeVisible()
  await page.getByLabel('Logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: picture })
  await expect(preview.locator('img')).toBeVisible()
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: `Switch organization, ${name}` }).locator('img')).toBeVisible()
  const steps = page.getByRole('region', { name: 'First steps' })
  await expect(steps).toContainText(/^First steps2 of \d done/)

  await steps.getByText('Get your first token').click()
  await steps.getByRole('button', { name: 'Try it' }).click()
  await expect(steps.getByRole('status')).toContainText('200')
  await page.reload()
  await expect(steps.getByRole('listitem').filter({ hasText: 'Get your first token' })).toContainText('Done')
})

test('somebody who may only read a new organization is welcomed without steps', async ({
  page,
  browser,
  signInAsNewcomer,
  newestMail,
  baseURL,
}) => {
  await signInAsNewcomer('Theo Founder')
  const headers = { origin: baseURL! }
  const made = await page.request.post('/api/organizations', { headers, data: { name: unique('Harbor') } })
  const { slug } = await made.json()
  const readers = await browser.newContext()
  const { email } = await signInAsNewcomer('Rita Reader', readers)
  const invitation = { email, role: 'viewer' }
  expect((await page.request.post('/api/v1/invitations', { headers, data: invitation })).status()).toBe(201)
  const [, token] = /\/invitations\/([\w-]{43})/.exec((await newestMail(email)).text)!
  expect((await readers.request.post(`/api/invitations/${token}/accept`, { headers })).status()).toBe(200)
  const theirs = await readers.newPage()
  await theirs.goto(`/o/${slug}`)
  await expect(theirs.getByRole('region', { name: /^Welcome to Harbor/ })).toBeVisible()
  await expect(theirs.getByRole('region', { name: 'First steps' })).toHaveCount(0)
  await page.goto(`/o/${slug}`)
  await expect(page.getByRole('region', { name: 'First steps' })).toBeVisible()
})

test('what happens in an organization appears on an open page', async ({ page, signInAsNewcomer, baseURL }) => {
  await signInAsNewcomer('Lena Founder')
  const headers = { origin: baseURL! }
  const data = { name: unique('Live') }
  const made = await page.request.post('/api/organizations', { headers, data })
  await page.goto(`/o/${(await made.json()).slug}`)
  const activity = page.getByRole('region', { name: 'Activity' })
  await expect(activity).toContainText('created the organization')
  // The page opens its event stream a moment after it has loaded.
  await page.waitForResponse((response) => response.url().includes('/api/session/events'))
  const role = { name: 'Courier', permissions: ['org:read'] }
  expect((await page.request.post('/api/v1/roles', { headers, data: role })).status()).toBe(201)
  await expect(activity).toContainText('created the role Courier')
})

test('a new member is welcomed, and the inviter is told by mail', async ({ page, browser, signIn, newestMail }) => {
  await signIn('olga')
  const { page: theirs, name } = await newcomer(page, browser, newestMail, 'Viewer')
  const welcome = theirs.getByRole('region', { name: 'Welcome to Acme Corp' })
  await expect(welcome).toContainText('Olga Petrenko invited you. Your role is Viewer. You can see the organization')
  await expect(welcome.getByRole('link')).not.toHaveCount(0)
  await welcome.getByRole('button', { name: 'Dismiss' }).click()
  await expect(welcome).toHaveCount(0)
  await theirs.reload()
  await expect(theirs.getByText('Your role:')).toBeVisible()
  await expect(welcome).toHaveCount(0)
  await theirs.context().close()
  expect((await newestMail('olga@example.com')).subject).toBe(`${name} joined Acme Corp`)
})

test('the mailbox shows a mail as HTML in a frame in which nothing runs', async ({ page, request, expectedErrors }) => {
  // The test itself looks into the frame with a script.
  expectedErrors.push(/Blocked script execution/)
  await page.goto('/dev/mail?to=nora@example.com')
  const frame = page.locator('iframe').last()
  await expect(frame).toHaveAttribute('sandbox', 'allow-popups')
  await expect(frame.contentFrame().getByRole('heading', { name: /invites you to Globex Inc/ })).toBeVisible()
  const answer = await request.get((await frame.getAttribute('src'))!)
  expect(answer.headers()['content-security-policy']).toContain("default-src 'none'")
  expect(answer.headers()['content-security-policy']).toContain('sandbox')
})
