import AxeBuilder from '@axe-core/playwright'
import { readFile } from 'node:fs/promises'
import { expect, test, unique } from './fixtures'
import { rowOf } from './newcomer'

const log = '/o/acme/settings/audit-log'

test('a change is recorded with its author and the values before and after', async ({
  page,
  signInAsNewcomer,
  baseURL,
}) => {
  await signInAsNewcomer('Nadia Founder')
  const [slug, before, after] = [unique('brochures').toLowerCase(), 'Brochures Ltd', 'Leaflets Ltd']
  const data = { name: before, slug }
  const created = await page.request.post('/api/organizations', { headers: { origin: baseURL! }, data })
  expect(created.status()).toBe(201)
  await page.goto(`/o/${slug}/settings`)
  await page.getByLabel('Organization name').fill(after)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Settings saved.')).toBeVisible()

  await page.goto(`/o/${slug}/settings/audit-log`)
  await rowOf(page, `updated the organization ${after}`).getByRole('link', { name: 'Nadia Founder' }).click()
  const event = page.getByRole('dialog')
  const changes = event.getByRole('list', { name: 'Changes' })
  await expect(changes.getByRole('deletion')).toHaveText(before)
  await expect(changes.getByRole('insertion')).toHaveText(after)
  await expect(event.getByText('organization.updated')).toBeVisible()
})

test('the log is filtered by its URL, and paged', async ({ page, signIn }) => {
  await signIn('olga')
  await page.goto(log)
  await page.getByLabel('Person').selectOption({ label: 'Jane Okafor' })
  await page.getByLabel('Action').selectOption({ label: 'Sign-ins: signed in' })
  await page.getByRole('button', { name: 'Filter' }).press('Enter')
  await expect(page).toHaveURL(/actor=user_\w+&action=session\.entered/)
  const events = page.getByRole('table', { name: 'Events' }).locator('tbody').getByRole('row')
  await expect(events.first()).toContainText('Jane Okafor signed in')
  for (const text of await events.allInnerTexts()) expect(text).toContain('Jane Okafor signed in')
  await expect(page.getByRole('button', { name: 'Filter' })).toBeFocused()
  await page.getByLabel('To').fill('2000-01-01')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page.getByRole('heading', { name: 'No matching events' })).toBeVisible()
  await page.getByLabel('From').fill('2000-01-02')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page.getByRole('heading', { name: 'From is after To' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all events' }).click()
  await expect(page).toHaveURL(log)
  const newest = await events.first().innerText()
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page).toHaveURL(/cursor=/)
  await expect(events.first()).not.toHaveText(newest)
})

test('the log is exported, and its chain verified', async ({ page, signIn }) => {
  await signIn('jane')
  await page.goto(log)
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ])
  expect(csv.suggestedFilename()).toMatch(/^audit-events-.*\.csv$/)
  expect(await readFile(await csv.path(), 'utf8')).toMatch(/^"id","occurred_at","action",[^]*organization\.created/)
  await page.getByRole('link', { name: 'Retention' }).click()
  await page.getByRole('button', { name: 'Verify the log' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'unbroken since' })).toHaveText(/^[\d,]+ events, unbroken/)
})

test('a refused attempt is in the log, which only members with the permission see', async ({
  page,
  signIn,
  browser,
  baseURL,
}) => {
  await signIn('frida')
  await page.goto(log)
  await expect(page.getByText('org:audit:read')).toBeVisible()
  await expect(page.getByText(/Ask Olga Petrenko/)).toBeVisible()
  const answer = await page.request.get('/o/globex/settings/audit-log/export?format=json')
  expect(answer.status()).toBe(403)
  expect((await page.request.get('/o/nobody/settings/audit-log/export?format=json')).status()).toBe(404)
  const without = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: baseURL!,
    storageState: await page.context().storageState(),
  })
  const plain = await without.newPage()
  await plain.goto('/o/initech/settings/audit-log')
  await plain.getByLabel('Action').selectOption({ label: 'Sign-ins: all' })
  await plain.getByRole('button', { name: 'Filter' }).click()
  await expect(plain).toHaveURL(/action=session\./)
  await plain.getByRole('table', { name: 'Events' }).getByRole('link').first().click()
  await expect(plain.getByText('session.entered')).toBeVisible()
  await plain.goto('/o/initech/settings/audit-log/retention')
  await plain.getByRole('button', { name: 'Verify the log' }).click()
  await expect(plain.getByText('unbroken since')).toBeVisible()
  await without.close()
})

test('the next page of the log begins at its top', async ({ page, signIn }) => {
  await signIn('olga')
  await page.goto(log)
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page).toHaveURL(/cursor=/)
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
})

test('a sign-in that begins on a page is recorded with its address', async ({ page, signIn }) => {
  await signIn('gina')
  await page.goto('/o/globex')
  const newest = await page.request.get('/api/v1/audit-events?action=session.entered&limit=20')
  const { data } = await newest.json()
  const mine = data.find(({ actor }: { actor: { name: string } }) => actor.name === 'Gina Marchetti')
  expect(mine).toMatchObject({ ip: expect.any(String), request_id: expect.any(String) })
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the log has no accessibility findings in ${colorScheme}`, async ({ page, signIn }) => {
    await page.emulateMedia({ colorScheme })
    await signIn('jane')
    await page.goto(log)
    const findings = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    await page.getByRole('table', { name: 'Events' }).getByRole('link').nth(1).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await findings()).toEqual([])
    await page.goto(`${log}/retention`)
    await page.getByRole('button', { name: 'Verify the log' }).click()
    await expect(page.getByText('unbroken since')).toBeVisible()
    expect(await findings()).toEqual([])
  })

test('the retention of events is explained, chosen, recorded, and undone', async ({ page, signIn }) => {
  await signIn('gina')
  await page.goto('/o/globex/settings/audit-log/retention')
  const kept = page.locator('section', { hasText: 'How long events are kept' })
  await expect(kept).toContainText('Events are kept forever.')
  await expect(kept.getByText(/^Removes (nothing today|[\d,]+ events? from before)/)).toHaveCount(4)
  await kept.getByLabel('2 years').check()
  await kept.getByRole('button', { name: 'Save' }).click()
  await expect(kept).toContainText('Events are kept for 2 years.')
  await page.goto('/o/globex/settings/audit-log')
  await rowOf(page, 'set the audit log to keep events for 2 years').getByRole('link').first().click()
  await expect(page.getByRole('dialog').getByRole('deletion')).toHaveText('forever')
  await page.goto('/o/globex/settings/audit-log/retention')
  await kept.getByLabel('Forever').check()
  await kept.getByRole('button', { name: 'Save' }).click()
  await expect(kept).toContainText('Events are kept forever.')
})
