import AxeBuilder from '@axe-core/playwright'
import type { APIRequestContext, Page } from '@playwright/test'
import { apiKeyPrefix } from '../lib/config'
import { expect, test, unique } from './fixtures'

const list = '/o/acme/settings/api-keys'
const secretShape = new RegExp(`^${apiKeyPrefix}[0-9A-Za-z]{49}$`)

/** Fills in the form and returns the secret, which is shown once. */
async function createKey(page: Page, name: string) {
  await page.goto(`${list}/new`)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('link', { name: 'Custom permissions' }).click()
  await page.getByLabel('See pending invitations.').check()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create API key' }).click()
  await expect(page.getByRole('heading', { name: `“${name}” is ready` })).toBeVisible()
  const client_id = await page.getByLabel('Client ID', { exact: true }).inputValue()
  const client_secret = await page.getByLabel('Client secret', { exact: true }).inputValue()
  expect(client_secret).toMatch(secretShape)
  return { client_id, client_secret }
}

const askForToken = (program: APIRequestContext, key: { client_id: string; client_secret: string }) =>
  program.post('/api/oauth/token', { form: { grant_type: 'client_credentials', ...key } })

test('an API key is created, used by a program, and revoked at once', async ({ page, signIn, playwright, baseURL }) => {
  await signIn('jane')
  const name = unique('Export')
  await page.goto(list)
  await page.getByRole('button', { name: 'New API key' }).click()
  await expect(page.getByRole('heading', { name: 'New API key' })).toBeVisible()
  await page.getByRole('button', { name: 'Create API key' }).click()
  await expect(page.getByText('This cannot be empty.')).toBeVisible()
  await page.getByLabel('Name').fill(name)
  await expect(page.getByLabel('Role', { exact: true })).toHaveValue('viewer')
  const warning = page.getByText('With this role it can bring people in or change roles')
  await expect(warning).toBeHidden()
  await page.getByLabel('Role', { exact: true }).selectOption('admin')
  await expect(warning).toBeVisible()
  await page.getByRole('link', { name: 'Custom permissions' }).click()
  await expect(page.getByLabel('Role', { exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'Create API key' }).click()
  await expect(page.getByText('Choose at least one permission.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue(name)
  await expect(page.getByLabel('Delete the organization.')).toBeDisabled()

  const key = await createKey(page, name)
  await expect(page).toHaveTitle(/^API key created · /)
  await expect(page.getByRole('figure')).toContainText(`curl -u '${key.client_id}:${key.client_secret}'`)
  const program = await playwright.request.newContext({ baseURL })
  const answer = await askForToken(program, key)
  expect(answer.status()).toBe(200)
  const { access_token, scope } = await answer.json()
  expect(scope).toBe('org:invitations:read')
  const headers = { authorization: `Bearer ${access_token}` }
  expect((await program.get('/api/v1/invitations', { headers })).status()).toBe(200)
  expect((await program.get('/api/v1/members', { headers })).status()).toBe(403)

  await page.getByRole('link', { name: 'Done' }).click()
  await expect(page).toHaveTitle(/^API keys · /)
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('1 permission')
  await expect(row).toContainText('just now')
  expect(await page.content()).not.toContain(key.client_secret)
  // From its own page, which ends with the key.
  await row.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'See pending invitations.' })).toContainText(
    'org:invitations:read',
  )
  await page.getByRole('link', { name: 'Revoke' }).click()
  const dialog = page.getByRole('dialog', { name: `Revoke “${name}”?` })
  await expect(dialog).toContainText('lose access immediately')
  await dialog.getByRole('button', { name: 'Revoke API key' }).click()
  await expect(page.getByRole('status').filter({ hasText: `API key “${name}” revoked.` })).toBeVisible()
  await expect(page).toHaveURL(list)
  await expect(row).toHaveCount(0)
  await expect(page.locator('#content')).toBeFocused()
  expect((await program.get('/api/v1/invitations', { headers })).status()).toBe(401)
  const refused = await askForToken(program, key)
  expect(refused.status()).toBe(401)
  expect((await refused.json()).error).toBe('invalid_client')
  await program.dispose()
})

test('permissions are ticked one by one, by area, or by a preset, and never above one’s own', async ({
  page,
  signIn,
}) => {
  await signIn('jane')
  await page.goto(`${list}/new?scope=own`)
  const ticked = page.getByRole('group', { name: 'Permissions' }).locator('input:checked')
  const members = page.getByRole('group', { name: 'Members', exact: true })
  await members.getByRole('button', { name: 'Read' }).click()
  await expect(page.getByLabel('See who belongs to the organization.')).toBeChecked()
  await expect(ticked).toHaveCount(1)
  await members.getByRole('button', { name: 'All' }).click()
  await expect(ticked).toHaveCount(2)
  await page.getByLabel('Change roles and remove members.').uncheck()
  await expect(members.getByRole('button', { name: 'Read' })).toHaveAttribute('aria-pressed', 'true')

  const preset = (name: string) =>
    page.getByRole('group', { name: 'Presets' }).getByRole('button', { name, exact: true })
  await preset('Read everything').click()
  await expect(preset('Read everything')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByLabel('Read the audit log.')).toBeChecked()
  await expect(page.getByLabel('Invite people.')).not.toBeChecked()
  await preset('Everything').click()
  await expect(page.getByLabel('Invite people.')).toBeChecked()
  await expect(page.getByLabel('Delete the organization.')).not.toBeChecked()
  // A form that comes back keeps what was ticked, and the buttons follow it.
  await page.getByRole('button', { name: 'Create API key' }).click()
  await expect(page.getByText('This cannot be empty.')).toBeVisible()
  await expect(page.getByLabel('Invite people.')).toBeChecked()
  await expect(preset('Everything')).toHaveAttribute('aria-pressed', 'true')
  await preset('Nothing').click()
  await expect(ticked).toHaveCount(0)
})

test('A138 a form on another site gets no token through a signed-in browser', async ({ page, signIn, baseURL }) => {
  await signIn('jane')
  const answered = page.waitForResponse('**/api/oauth/token')
  await page.route('https://evil.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${baseURL}/api/oauth/token"><input name="grant_type" value="client_credentials"></form>`,
    }),
  )
  await page.goto('https://evil.example/')
  await page.evaluate(() => document.forms[0]!.submit())
  expect((await answered).status()).toBe(401)
})

test('a member without permission reads why API keys are hidden, and who can grant access', async ({
  page,
  signIn,
}) => {
  await signIn('frida')
  for (const path of [list, `${list}/new`]) {
    await page.goto(path)
    await expect(page.getByText('You don’t have access to this page')).toBeVisible()
    await expect(page.getByText(/Ask .*Olga/)).toBeVisible()
  }
  await page.goto(list)
  const tabs = page.getByRole('navigation', { name: 'Settings' })
  await expect(tabs.getByRole('link', { name: /no access/ })).toHaveText([/API keys/, /Audit log/])
  await tabs.getByRole('link', { name: 'Roles' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Roles')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('the pages of API keys have no accessibility findings', async ({ page, signIn }) => {
      await signIn('olga')
      const violations = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze()
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      }
      await page.goto(`${list}/new?scope=own`)
      expect(await violations()).toEqual([])
      await createKey(page, unique('Readable'))
      expect(await violations()).toEqual([])
      await page.goto(list)
      await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible()
      expect(await violations()).toEqual([])
    })
  })
}

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false })

  test('the secret is shown in the response to the form', async ({ page, signIn }) => {
    await signIn('jane')
    const name = unique('Scriptless')
    const { client_secret } = await createKey(page, name)
    await page.getByRole('link', { name: 'Done' }).click()
    await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible()
    expect(await page.content()).not.toContain(client_secret)
    await page.getByRole('link', { name: `Actions for ${name}` }).click()
    await page.getByRole('link', { name: 'Revoke' }).click()
    await page.getByRole('button', { name: 'Revoke API key' }).click()
    await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0)
  })
})
