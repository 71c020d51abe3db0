import { expect, test, unique } from './fixtures'
import { chooseAction, newcomer, rowOf } from './newcomer'

test('members are searched while typing, filtered and sorted, and the URL holds the state', async ({
  page,
  signIn,
}) => {
  await signIn('frida')
  await page.goto('/o/acme/members')
  await expect(rowOf(page, 'Jane Okafor')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search members' }).pressSequentially('petr')
  await expect(page).toHaveURL(/query=petr/)
  await expect(rowOf(page, 'Olga Petrenko')).toBeVisible()
  await expect(rowOf(page, 'Jane Okafor')).toHaveCount(0)
  await expect(page.getByRole('searchbox', { name: 'Search members' })).toBeFocused()

  await page.goto('/o/acme/members')
  // Acme has custom roles: more than fit into a row.
  const filter = page.getByLabel('Filter by role')
  await filter.selectOption({ label: 'Owner' })
  await expect(page).toHaveURL(/role=owner/)
  await expect(rowOf(page, 'Frida Lindqvist')).toHaveCount(0)
  await filter.selectOption({ label: 'All roles' })
  await expect(rowOf(page, 'Frida Lindqvist')).toBeVisible()
  await page.getByRole('link', { name: 'Joined' }).click()
  await expect(page).toHaveURL(/sort=joined/)
  await expect(page.getByRole('columnheader', { name: 'Joined' })).toHaveAttribute('aria-sort', 'descending')
  // A second click reverses the order; going back restores it.
  await page.getByRole('link', { name: 'Joined' }).click()
  await expect(page).toHaveURL(/sort=joined&order=asc/)
  await expect(page.getByRole('columnheader', { name: 'Joined' })).toHaveAttribute('aria-sort', 'ascending')
  await page.goBack()
  await expect(page.getByRole('columnheader', { name: 'Joined' })).toHaveAttribute('aria-sort', 'descending')
  // A member sees who can grant the permission, and no buttons.
  await expect(page.getByText(/Ask Olga Petrenko/).filter({ visible: true })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Actions for/ })).toHaveCount(0)
})

test('a result opens when it is pressed right after Enter', async ({ page, signIn }) => {
  await signIn('jane')
  await page.goto('/o/acme/members')
  await page.getByRole('searchbox', { name: 'Search members' }).fill('FRIDA')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Frida Lindqvist', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Frida Lindqvist', level: 1 })).toBeVisible()
})

test('all members of a page except oneself are selected at once; a phone can choose the order', async ({
  page,
  signIn,
}) => {
  await signIn('jane')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/o/acme/members')
  const joined = page.getByRole('columnheader', { name: 'Joined' })
  await joined.getByRole('link').click()
  await expect(page).toHaveURL('/o/acme/members?sort=joined')
  await expect(joined).toHaveAttribute('aria-sort', 'descending')
  await joined.getByRole('link').click()
  await expect(page).toHaveURL('/o/acme/members?sort=joined&order=asc')
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

test('the number of selected members follows a search', async ({ page, signIn }) => {
  await signIn('olga')
  await page.goto('/o/acme/members')
  const count = page.getByText(/members? selected$/)
  await page.getByLabel('Select Frida Lindqvist').check()
  await page.getByLabel('Select Jane Okafor').check()
  await expect(count).toHaveText('2 members selected')
  await page.getByLabel('Search members').fill('frida')
  await expect(page.getByLabel('Select Jane Okafor')).toHaveCount(0)
  await expect(count).toHaveText('1 member selected')
})

test('rows are selected by shift and by the keyboard, and their menu opens by keys', async ({ page, signIn }) => {
  await signIn('olga')
  await page.goto('/o/umbrella/members')
  const boxes = page.getByRole('row').getByRole('checkbox', { name: /^Select (?!all)/ })
  const ticked = () => boxes.evaluateAll((all) => all.map((box) => (box as HTMLInputElement).checked).indexOf(true))
  const count = page.getByText(/members? selected$/)
  await boxes.nth(1).click()
  await boxes.nth(4).click({ modifiers: ['Shift'] })
  await expect(count).toHaveText('4 members selected')
  expect(await ticked()).toBe(1)
  await boxes.nth(2).click({ modifiers: ['Shift'] })
  await expect(count).toHaveText('1 member selected')
  await page.getByRole('button', { name: 'Clear' }).press('Enter')
  await expect(page.getByRole('checkbox', { name: 'Select all on this page' })).toBeFocused()

  // From the name of a row: Space ticks it, Shift and an arrow the next one as well.
  const names = page.locator('tbody td:first-child > a')
  await names.nth(2).focus()
  await page.keyboard.press('Space')
  await expect(boxes.nth(2)).toBeChecked()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(names.nth(4)).toBeFocused()
  await expect(count).toHaveText('3 members selected')
  await page.keyboard.press('ArrowUp')
  await expect(names.nth(3)).toBeFocused()
  await expect(count).toHaveText('3 members selected')
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: 'Change role' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
})

test('a removed member with an open page reads about it, and finds the picker', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const { page: theirs, name } = await newcomer(page, browser, newestMail, 'Team lead')
  // Before a notice has arrived; e2e/membership-status.spec.ts tests notices.
  await theirs.route('**/api/session/events?*', (route) => route.abort())
  await theirs.goto('/o/acme/invitations/new')

  await page.goto(`/o/acme/members?query=${name}`)
  await chooseAction(page, name, 'Remove')
  await expect(page.getByRole('dialog')).toContainText(/will lose access to Acme Corp/)
  await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click()
  await expect(page.getByText(`${name} was removed.`)).toBeVisible()
  await expect(rowOf(page, name)).toHaveCount(0)
  await expect(page).toHaveURL(`/o/acme/members?query=${name}`)

  await theirs.getByLabel('Email').fill('too-late@example.com')
  await theirs.getByRole('button', { name: 'Send invitations' }).click()
  await expect(theirs.getByRole('alert').filter({ hasText: 'you don’t have access' })).toBeVisible()
  await theirs.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Members' }).click()
  await theirs.getByRole('link', { name: 'Your organizations' }).click()
  await expect(theirs).toHaveURL('/organizations')
  await expect(theirs.getByText('You’re not in an organization yet')).toBeVisible()
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
  await expect(bar.getByText('2 members selected')).toBeVisible()
  await bar.getByRole('button', { name: 'Change roles' }).click()
  const dialog = page.getByRole('dialog')
  for (const { name } of [one, two]) await expect(dialog).toContainText(name)
  await dialog.getByLabel('New role').selectOption({ label: 'Member' })
  await expect(dialog.getByText(/They can see the organization/).filter({ visible: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Save roles' }).click()
  await expect(page.getByText('2 members changed to Member.')).toBeVisible()
  await expect(rowOf(page, one.name)).toContainText('Member')
  // Undone for both at once.
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('2 members have their previous roles again.')).toBeVisible()
  for (const { name } of [one, two]) await expect(rowOf(page, name)).toContainText('Viewer')

  // What was selected for the role is not selected any more.
  await expect(bar).toBeHidden()

  // One of the two is gone meanwhile: the other is removed, and the message gives the reason.
  for (const { name } of [one, two]) await page.getByLabel(`Select ${name}`).check()
  await bar.getByRole('button', { name: 'Remove selected' }).click()
  await expect(page.getByRole('dialog')).toContainText(one.name)
  await two.page.goto('/o/acme/settings/danger')
  await two.page.getByRole('button', { name: 'Leave organization' }).click()
  await two.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await expect(two.page).toHaveURL('/organizations')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove members' }).click()
  await expect(page.getByText(`1 member removed. Not ${two.name}:`)).toBeVisible()
  await expect(rowOf(page, one.name)).toHaveCount(0)
  // None of them is left: the list is shown again.
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page).toHaveURL('/o/acme/members?query=zoe&sort=joined')
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
    await page.getByRole('link', { name: `Actions for ${name}` }).click()
    await page.getByRole('link', { name: 'Change role' }).click()
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Team lead' })
    await expect(
      page.getByText(/They can also see pending invitations; invite people/).filter({ visible: true }),
    ).toBeVisible()
    await page.getByRole('button', { name: 'Save role' }).click()
    await expect(page).toHaveURL('/o/acme/members')
    await expect(rowOf(page, name)).toContainText('Team lead')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rowOf(page, name)).toContainText('Viewer')
  })

  test('all members of a page are selected at once', async ({ page, browser, signIn, newestMail }) => {
    await signIn('jane')
    const family = unique('Ulla')
    const names = [`${family}-one`, `${family}-two`]
    for (const name of names) await newcomer(page, browser, newestMail, 'Viewer', name)
    await page.goto(`/o/acme/members?query=${family}`)
    await page.getByLabel('Select all on this page').check()
    await page.getByRole('button', { name: 'Change roles' }).click()
    await page.getByRole('button', { name: 'Save roles' }).click()
    await expect(page).toHaveURL('/o/acme/members')
    for (const name of names) await expect(rowOf(page, name)).toContainText('Member')
  })
})
