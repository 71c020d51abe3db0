import type { Browser, Page } from '@playwright/test'
import { expect, password, signInByRequest, test, unique } from './fixtures'

type NewestMail = (to: string) => Promise<{ subject: string; text: string }>
type Newcomer = { page: Page; email: string; name: string }

/** A new member of Acme in a browser of their own, so that journeys side by side do not meet. */
async function newcomer(
  admin: Page,
  browser: Browser,
  newestMail: NewestMail,
  role: string,
  name = unique('Zoe'),
): Promise<Newcomer> {
  const email = `${name.toLowerCase()}@example.com`
  await admin.goto('/o/acme/invitations/new')
  await admin.getByLabel('Email').fill(email)
  await admin.getByLabel('Role').selectOption({ label: role })
  await admin.getByRole('button', { name: 'Send invitations' }).click()
  await expect(admin).toHaveURL('/o/acme/invitations')
  const page = await (await browser.newContext()).newPage()
  await page.goto(/\/invitations\/[\w-]{43}/.exec((await newestMail(email)).text)![0])
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page).toHaveURL('/o/acme')
  return { page, email, name }
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

test('members are searched while typing, filtered and sorted, and the address says so', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/acme/members')
  await expect(rowOf(page, 'Jane Okafor')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search members' }).pressSequentially('petr')
  await expect(page).toHaveURL(/query=petr/)
  await expect(rowOf(page, 'Olga Petrenko')).toBeVisible()
  await expect(rowOf(page, 'Jane Okafor')).toHaveCount(0)
  await expect(page.getByRole('searchbox', { name: 'Search members' })).toBeFocused()

  await page.goto('/o/acme/members')
  await page.getByRole('navigation', { name: 'Role' }).getByRole('link', { name: 'Owner' }).click()
  await expect(page).toHaveURL(/role=owner/)
  await expect(rowOf(page, 'Frida Lindqvist')).toHaveCount(0)
  await page.goBack()
  await expect(rowOf(page, 'Frida Lindqvist')).toBeVisible()
  await page.getByRole('link', { name: 'Joined' }).click()
  await expect(page).toHaveURL(/sort=joined/)
  await expect(page.getByRole('columnheader', { name: 'Joined' })).toHaveAttribute('aria-sort', 'descending')
  // A member sees whom to ask, and nothing to press.
  await expect(page.getByText(/Ask Olga Petrenko/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change role' })).toHaveCount(0)
})

test('a change of role is seen in a second browser at once', async ({ page, browser, signIn, newestMail }) => {
  await signIn('jane')
  const { page: theirs, name } = await newcomer(page, browser, newestMail, 'Viewer')
  await theirs.goto('/o/acme/projects/new')
  await expect(theirs.getByRole('button', { name: 'Create project' })).toHaveCount(0)

  await page.goto(`/o/acme/members?query=${name}`)
  await rowOf(page, name).getByRole('button', { name: 'Change role' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('option', { name: 'Owner' })).toBeDisabled()
  await expect(dialog).toContainText('Owner cannot be chosen')
  await dialog.getByLabel('Role').selectOption({ label: 'Admin' })
  await dialog.getByRole('button', { name: 'Save role' }).click()
  await expect(page.getByText(`${name} is admin now.`)).toBeVisible()
  await expect(rowOf(page, name)).toContainText('Admin')

  await theirs.reload()
  await expect(theirs.getByRole('button', { name: 'Create project' })).toBeVisible()
  await theirs.goto('/o/acme/members')
  await expect(theirs.getByRole('button', { name: 'Invite members' })).toBeVisible()
})

test('a change of role is taken back by its toast', async ({ page, browser, signIn, newestMail }) => {
  await signIn('jane')
  const { name } = await newcomer(page, browser, newestMail, 'Viewer')
  const change = async (admin: Page) => {
    await admin.goto(`/o/acme/members?query=${name}`)
    await rowOf(admin, name).getByRole('button', { name: 'Change role' }).click()
    await admin.getByRole('dialog').getByLabel('Role').selectOption({ label: 'Member' })
    await admin.getByRole('button', { name: 'Save role' }).click()
    await expect(admin.getByText(`${name} is member now.`)).toBeVisible()
  }
  await change(page)
  await page.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(`${name} is viewer again.`)).toBeVisible()
  await expect(rowOf(page, name)).toContainText('Viewer')
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
})

test('all of a page is selected at once, without oneself; a phone has the order to choose', async ({
  page,
  signIn,
}) => {
  await signIn('jane')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/o/acme/members')
  await page.getByRole('navigation', { name: 'Sort by' }).getByRole('link', { name: 'Joined' }).click()
  await expect(page).toHaveURL('/o/acme/members?sort=joined')
  await expect(page.getByRole('link', { name: 'Joined' })).toHaveAttribute('aria-current', 'page')
  const all = page.getByLabel('Select all on this page')
  await all.focus()
  await page.keyboard.press('Space')
  await expect(page.getByLabel('Select Frida Lindqvist')).toBeChecked()
  await expect(page.getByLabel('Select Jane Okafor')).toBeDisabled()
  await expect(page.getByLabel('Select Olga Petrenko')).not.toBeChecked()
  await expect(page.getByRole('button', { name: 'Remove selected' })).toBeVisible()
  await page.getByLabel('Select Frida Lindqvist').uncheck()
  await expect(all).not.toBeChecked()
  await all.check()
  await all.uncheck()
  await expect(page.getByLabel('Select Frida Lindqvist')).not.toBeChecked()
  await expect(page.getByRole('button', { name: 'Remove selected' })).toBeHidden()
})

test('who was removed with a page open is told so, and finds the picker', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const { page: theirs, name } = await newcomer(page, browser, newestMail, 'Member')
  // Before any word of it has come: e2e/standing.spec.ts is about the word.
  await theirs.route('**/api/session/events?*', (route) => route.abort())
  await theirs.goto('/o/acme/projects/new')

  await page.goto(`/o/acme/members?query=${name}`)
  await rowOf(page, name).getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('dialog')).toContainText(/loses access to Acme Corp and its \d+ projects/)
  await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click()
  await expect(page.getByText('Member removed.')).toBeVisible()
  await expect(rowOf(page, name)).toHaveCount(0)

  await theirs.getByLabel('Name').fill('Too late')
  await theirs.getByRole('button', { name: 'Create project' }).click()
  await expect(theirs.getByRole('alert').filter({ hasText: 'you have no access' })).toBeVisible()
  await theirs.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Projects' }).click()
  await theirs.getByRole('link', { name: 'Your organizations' }).click()
  await expect(theirs).toHaveURL('/organizations')
  await expect(theirs.getByText('You belong to no organization yet')).toBeVisible()
})

test('several members are changed and removed together, and leaving works', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const one = await newcomer(page, browser, newestMail, 'Viewer')
  const two = await newcomer(page, browser, newestMail, 'Viewer')
  await page.goto('/o/acme/members?query=zoe&sort=joined')
  const bar = page.getByRole('form', { name: 'Selected members' })
  await expect(bar.getByRole('button', { name: 'Change roles' })).toBeHidden()
  for (const { name } of [one, two]) await page.getByLabel(`Select ${name}`).check()
  await bar.getByLabel('New role of the selected members').selectOption({ label: 'Member' })
  await bar.getByRole('button', { name: 'Change roles' }).click()
  await expect(page.getByText('2 members made member.')).toBeVisible()
  await expect(rowOf(page, one.name)).toContainText('Member')

  await two.page.goto('/o/acme/settings/danger')
  await two.page.getByRole('button', { name: 'Leave organization' }).click()
  await two.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await expect(two.page).toHaveURL('/organizations')

  // One of the two is gone meanwhile: the other is removed, and the answer says why one was not.
  for (const { name } of [one, two]) await page.getByLabel(`Select ${name}`).check()
  await bar.getByRole('button', { name: 'Remove selected' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove members' }).click()
  await expect(page.getByRole('alert').filter({ hasText: `1 member removed. Not ${two.name}:` })).toBeVisible()
  await expect(rowOf(page, one.name)).toHaveCount(0)
})

test('the last owner is told what to do before leaving; nobody reaches above their role', async ({
  page,
  browser,
  signIn,
}) => {
  await signIn('olga')
  await page.goto('/o/acme/settings/danger')
  await page.getByRole('button', { name: 'Leave organization' }).click()
  await expect(page.getByRole('dialog')).toContainText('make another member owner first')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Leave' })).toHaveCount(0)

  const jane = await browser.newContext()
  await signInByRequest(jane.request, 'jane@example.com')
  const hers = await jane.newPage()
  await hers.goto('/o/acme/members?query=olga')
  await expect(rowOf(hers, 'Olga Petrenko')).toContainText('Owner is above your role')
  await expect(rowOf(hers, 'Olga Petrenko').getByRole('button')).toHaveCount(0)
})

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false })

  test('members are searched, and a role is changed', async ({ page, browser, signIn, newestMail }) => {
    await signIn('jane')
    const { name } = await newcomer(page, browser, newestMail, 'Viewer')
    await page.goto('/o/acme/members')
    await page.getByRole('searchbox', { name: 'Search members' }).fill(name)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/query=/)
    await expect(rowOf(page, name)).toBeVisible()
    await rowOf(page, name).getByRole('button', { name: 'Change role' }).click()
    await page.getByRole('dialog').getByLabel('Role').selectOption({ label: 'Member' })
    await page.getByRole('dialog').getByRole('button', { name: 'Save role' }).click()
    await expect(rowOf(page, name)).toContainText('Member')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rowOf(page, name)).toContainText('Viewer')
  })

  test('all of a page is selected at once', async ({ page, browser, signIn, newestMail }) => {
    await signIn('jane')
    const family = unique('Ulla')
    const names = [`${family}-one`, `${family}-two`]
    for (const name of names) await newcomer(page, browser, newestMail, 'Viewer', name)
    await page.goto(`/o/acme/members?query=${family}`)
    await page.getByLabel('Select all on this page').check()
    await page.getByRole('button', { name: 'Change roles' }).click()
    for (const name of names) await expect(rowOf(page, name)).toContainText('Member')
  })
})
