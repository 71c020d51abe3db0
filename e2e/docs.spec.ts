import { expect, test } from './fixtures'

test.describe('the API reference without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('is complete, and links to the document', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('contentinfo').getByRole('link', { name: 'API reference' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'API reference' })).toBeVisible()
    const contents = page.getByRole('navigation', { name: 'Contents' })
    await contents.getByRole('link', { name: 'Create a role' }).click()
    await expect(page).toHaveURL('/docs/api/createRole')
    const session = page.getByRole('article', { name: 'Create a role' })
    await expect(session).toBeInViewport()
    await expect(session.getByText('org:roles:write', { exact: true })).toBeVisible()
    await expect(session.getByText('curl -X POST')).toContainText('/api/v1/roles')
    await expect(session.getByText('validation_failed')).toBeHidden()
    await session.getByText(/^Errors/).click()
    await expect(session.getByText('validation_failed')).toBeVisible()
  })

  test('lists its calls on the first page for a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/docs/api/listRoles')
    await page.getByRole('link', { name: 'Contents' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Create a role' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Create a role' })).toBeVisible()
  })
})

test('the document lists what the page shows', async ({ page, request }) => {
  const response = await request.get('/api/openapi.json')
  expect(response.headers()['access-control-allow-origin']).toBe('*')
  const document = (await response.json()) as { openapi: string; paths: Record<string, Record<string, object>> }
  expect(document.openapi).toMatch(/^3\.1/)
  await page.goto('/docs/api')
  const operations = Object.values(document.paths).flatMap((item) => Object.keys(item))
  expect(operations.length).toBeGreaterThan(20)
  const links = page.getByRole('navigation', { name: 'Contents' }).locator('a[href^="/docs/api/"]')
  await expect(links).toHaveCount(operations.length)
  for (const link of await links.all()) {
    const response = await request.get((await link.getAttribute('href'))!)
    expect(response.status()).toBe(200)
  }
})
