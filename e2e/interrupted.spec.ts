// Nothing typed is lost when a form gets no answer, or one that the person must act on first.
import { expect, submit, test } from './fixtures'

test('a form that is sent offline keeps what was typed, and works again online', async ({
  page,
  context,
  signInAsNewcomer,
}) => {
  await signInAsNewcomer('Ola Offline')
  await page.goto('/account')
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Ola Online')
  await context.setOffline(true)
  const save = page.locator('form').filter({ has: name }).getByRole('button', { name: 'Save' })
  await save.click()
  await expect(page.getByText('You’re offline. Nothing was lost.')).toBeVisible()
  await expect(name).toHaveValue('Ola Online')
  await context.setOffline(false)
  await submit(save)
  await expect(page.getByText('You’re offline.')).toBeHidden()
  await page.reload()
  await expect(name).toHaveValue('Ola Online')
})

test('a form that reaches no server keeps what was typed', async ({ page, signInAsNewcomer, expectedErrors }) => {
  expectedErrors.push(/ERR_FAILED/)
  await signInAsNewcomer('Una Reached')
  await page.goto('/account')
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Una Kept')
  await page.route('**/account', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await page.locator('form').filter({ has: name }).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('We can’t be reached right now. Nothing was lost.')).toBeVisible()
  await expect(name).toHaveValue('Una Kept')
})

test('a theme that reaches no server leaves the page as it is', async ({ page, signInAsNewcomer, expectedErrors }) => {
  expectedErrors.push(/ERR_FAILED/)
  await signInAsNewcomer('Thea Reached')
  await page.goto('/account')
  const email = page.getByLabel('New email')
  await email.fill('half@exam')
  await page.route('**/account', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await page.getByRole('main').getByRole('button', { name: 'Dark theme' }).click()
  await expect(page.getByText('We can’t be reached right now. Nothing was lost.')).toBeVisible()
  await expect(email).toHaveValue('half@exam')
})

test('a form whose session has ended keeps what was typed, and goes on after a new sign-in', async ({
  page,
  context,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Sam Ended')
  await page.goto('/account')
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Sam Again')
  await context.clearCookies()
  const save = page.locator('form').filter({ has: name }).getByRole('button', { name: 'Save' })
  await save.click()
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: 'Sign in in a new tab' }).click()
  const tab = await opened
  await tab.getByLabel('Email').fill(email)
  await tab.getByLabel('Password').fill('correct horse battery staple')
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(tab).toHaveURL('/account')
  await expect(name).toHaveValue('Sam Again')
  await submit(save)
  await expect(page.getByText('Sign in to continue.')).toBeHidden()
  await page.reload()
  await expect(name).toHaveValue('Sam Again')
})
