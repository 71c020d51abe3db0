// The access drawer: what it says of a page, and that it stays closed where an organization does not allow it.
import AxeBuilder from '@axe-core/playwright'
import { expect, openByShortcut, signInByRequest, test, unique } from './fixtures'
import { pathsIn } from './inventory'

type Report = { page: { permission: string | null }; tables: { table: string; rows: number; others: number }[] }

const headers = { 'x-access-report': '1' }
const reportIn = (html: string): Report =>
  JSON.parse(/<pre id="access-report">([^<]*)</.exec(html)![1]!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))

test('the access drawer says why a member sees the page, counts its rows, and copies the token', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await signInByRequest(page.request, 'jane@example.com')
  await page.goto('/o/acme/settings/roles')
  const drawer = page.getByRole('dialog', { name: 'Access' })
  await openByShortcut(page, ['a'], drawer)
  await expect(drawer.getByText('Why you see this page')).toBeVisible()
  await expect(drawer.getByRole('definition').filter({ hasText: /^0$/ })).toBeVisible()
  await expect(drawer.getByText('organization_id = current_org()').first()).toBeVisible()
  await expect(drawer.getByText(/^\d+ s left$/)).toBeVisible()
  await expect(drawer.getByText('org_permissions')).toBeVisible()
  await drawer.getByRole('button', { name: 'Copy the token' }).click()
  const token = await page.evaluate(() => navigator.clipboard.readText())
  const me = await page.request.get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } })
  expect(me.status()).toBe(200)
  const { violations } = await new AxeBuilder({ page }).include('dialog[open]').analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Access' })).toBeFocused()
})

test('the shortcut of the palette opens it instead of the access drawer', async ({ page }) => {
  await signInByRequest(page.request, 'jane@example.com')
  await page.goto('/o/acme/members')
  const drawer = page.getByRole('dialog', { name: 'Access' })
  await openByShortcut(page, ['a'], drawer)
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
  await expect(drawer).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeFocused()
})

test('the palette opens the access drawer, which previews another role', async ({ page }) => {
  await signInByRequest(page.request, 'olga@example.com')
  await page.goto('/o/acme/members')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('combobox', { name: 'Command palette' }).fill('why you see')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Access' }).getByRole('button', { name: 'Viewer' }).click()
  await expect(page.getByText('Previewing Acme Corp as Viewer')).toBeVisible()
})

test('every page of an organization reports its reads, and no row of another organization', async ({
  page,
  signIn,
  baseURL,
}) => {
  test.slow()
  await signIn('olga')
  let rows = 0
  for (const path of await pathsIn(page.request, baseURL!, 'acme')) {
    const response = await page.request.get(path, { headers })
    expect(response.status(), path).toBe(200)
    const { tables } = reportIn(await response.text())
    for (const { table, others } of tables) expect(others, `${table} on ${path}`).toBe(0)
    rows += tables.reduce((sum, table) => sum + table.rows, 0)
  }
  expect(rows).toBeGreaterThan(50)
})

test('A028 a report of a page is not found where the organization does not allow it, or for a stranger', async ({
  page,
  signInAsNewcomer,
  baseURL,
}) => {
  await signInAsNewcomer('Petra')
  const name = unique('Closed')
  const made = await page.request.post('/api/organizations', { headers: { origin: baseURL! }, data: { name } })
  const home = `/o/${(await made.json()).slug}`
  const status = async (path: string) => (await page.request.get(path, { headers })).status()
  expect(await status(`${home}/members`)).toBe(404)
  expect(await status('/o/acme/members')).toBe(404)
  await page.goto(`${home}/settings`)
  await expect(page.getByRole('button', { name: 'Access' })).toHaveCount(0)

  await page.getByRole('button', { name: 'Let members open it' }).click()
  await expect(page.getByText('Members can open the access report.')).toBeVisible()
  expect(await status(`${home}/members`)).toBe(200)
  await expect(page.getByRole('button', { name: 'Access' })).toBeVisible()
})
