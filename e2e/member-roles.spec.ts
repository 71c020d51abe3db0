import type { Page } from '@playwright/test'
import { expect, signInByRequest, submit, test } from './fixtures'
import { chooseAction, newcomer, rowOf } from './newcomer'

test('a role change appears in a second browser at once', async ({ page, browser, signIn, newestMail }) => {
  await signIn('jane')
  const { page: theirs, name } = await newcomer(page, browser, newestMail, 'Viewer')
  await theirs.goto('/o/acme/invitations/new')
  await expect(theirs.getByRole('button', { name: 'Send invitations' })).toHaveCount(0)

  await page.goto(`/o/acme/members?query=${name}`)
  await chooseAction(page, name, 'Change role')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('option', { name: 'Owner' })).toBeDisabled()
  await expect(dialog).toContainText(
    'You can’t assign Owner: it can delete the organization (org:delete) and transfer ownership of the organization (org:transfer), which you can’t. Ask Olga Petrenko.',
  )
  // The explanation is shown before the change, and follows the choice.
  await expect(dialog.getByText('Current role')).toBeVisible()
  await dialog.getByLabel('Role').selectOption({ label: 'Admin' })
  await expect(
    dialog.getByText(/They can also .*change roles and remove members/).filter({ visible: true }),
  ).toBeVisible()
  await expect(dialog.getByText('Current role')).toBeHidden()
  await dialog.getByRole('button', { name: 'Save role' }).click()
  await expect(page.getByText(`${name} is now Admin.`)).toBeVisible()
  await expect(rowOf(page, name)).toContainText('Admin')

  await theirs.reload()
  await expect(theirs.getByRole('button', { name: 'Send invitations' })).toBeVisible()
  await theirs.goto('/o/acme/members')
  await expect(theirs.getByRole('button', { name: 'Invite members' })).toBeEnabled()
})

test('a role change is undone by its toast', async ({ page, browser, signIn, newestMail }) => {
  await signIn('jane')
  const { name } = await newcomer(page, browser, newestMail, 'Viewer')
  const change = async (admin: Page) => {
    await admin.goto(`/o/acme/members?query=${name}`)
    // The badge opens the same dialog as the menu of the row.
    await rowOf(admin, name).getByRole('link', { name: 'Viewer', exact: true }).click()
    await admin.getByRole('dialog').getByLabel('Role').selectOption({ label: 'Member' })
    await admin.getByRole('button', { name: 'Save role' }).click()
    await expect(admin.getByText(`${name} is now Member.`)).toBeVisible()
  }
  await change(page)
  await page.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(`${name} is Viewer again.`)).toBeVisible()
  await expect(rowOf(page, name)).toContainText('Viewer')
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  // If the role was changed again meanwhile, it stays, and the message says so.
  await change(page)
  // With the focus in it, the toast stays.
  await page.getByRole('button', { name: 'Undo' }).focus()
  const other = await page.context().newPage()
  await other.goto(`/o/acme/members?query=${name}`)
  await chooseAction(other, name, 'Change role')
  await other.getByRole('dialog').getByLabel('Role').selectOption({ label: 'Admin' })
  await submit(other.getByRole('button', { name: 'Save role' }))
  await expect(rowOf(other, name)).toContainText('Admin')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(`The role of ${name} has been changed again: it is Admin now.`)).toBeVisible()
})

test('a member who lowers their own role is warned, and is offered no undo', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const { page: theirs, name } = await newcomer(page, browser, newestMail, 'Admin')
  await theirs.goto(`/o/acme/members?query=${name}`)
  await chooseAction(theirs, name, 'Change role')
  const dialog = theirs.getByRole('dialog')
  await dialog.getByLabel('Role').selectOption({ label: 'Viewer' })
  await expect(dialog.getByText('Only another member can change it back').filter({ visible: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Save role' }).click()
  await expect(theirs.getByText(`${name} is now Viewer.`)).toBeVisible()
  await expect(theirs.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await expect(theirs.getByRole('dialog')).toHaveCount(0)
  await theirs.keyboard.press('Escape')
  await expect(theirs.getByText(`${name} is now Viewer.`)).toHaveCount(0)
})

test('the last owner reads what to do before leaving; an admin cannot change the role of an owner', async ({
  page,
  browser,
  signIn,
}) => {
  await signIn('olga')
  await page.goto('/o/acme/settings/danger')
  const leave = page.getByRole('button', { name: 'Leave organization' })
  await expect(leave).toBeDisabled()
  await leave.hover()
  await expect(page.getByText('Acme Corp needs at least one owner.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Transfer ownership' })).toBeVisible()
  await page.getByRole('link', { name: 'make another member owner' }).click()
  await expect(page).toHaveURL('/o/acme/members')
  await page.goto('/o/acme/members?query=olga')
  await chooseAction(page, 'Olga Petrenko', 'Change role')
  await expect(page.getByRole('dialog')).toContainText('You are the only owner')
  await expect(page.getByRole('dialog').getByLabel('Role')).toHaveCount(0)

  const jane = await browser.newContext()
  await signInByRequest(jane.request, 'jane@example.com')
  const hers = await jane.newPage()
  await hers.goto('/o/acme/members?query=olga')
  await expect(hers.getByRole('link', { name: 'Actions for Olga Petrenko' })).toHaveCount(0)
  await rowOf(hers, 'Olga Petrenko').getByRole('button', { name: 'Why Olga Petrenko is locked' }).click()
  await expect(
    hers.getByText(
      'Owner can delete the organization (org:delete) and transfer ownership of the organization (org:transfer), which you can’t.',
    ),
  ).toBeVisible()
  await hers.getByRole('link', { name: 'Olga Petrenko', exact: true }).click()
  await expect(
    hers.getByText(
      'Owner can delete the organization (org:delete) and transfer ownership of the organization (org:transfer), which you can’t.',
    ),
  ).toBeVisible()
  await expect(hers.getByRole('link', { name: 'Change role' })).toHaveCount(0)
})
