import type { Browser, Page } from '@playwright/test'
import { expect, password, unique } from './fixtures'

type NewestMail = (to: string) => Promise<{ subject: string; text: string }>
type Newcomer = { page: Page; email: string; name: string }

/** A new member of Acme in a separate browser, so that parallel journeys do not interfere. */
export async function newcomer(
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
  await expect(page.getByText(role).first()).toBeVisible()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page).toHaveURL('/o/acme')
  return { page, email, name }
}

/** Opens the menu of a row and chooses an action, which happens at once. */
export async function actAtOnce(page: Page, name: string, action: string): Promise<void> {
  const item = page.getByRole('menuitem', { name: action })
  // What another member changes refreshes the list, which closes the menu.
  await expect(async () => {
    if (!(await item.isVisible()))
      await page.getByLabel(`Actions for ${name}`, { exact: true }).click({ timeout: 5_000 })
    await item.click({ timeout: 5_000 })
  }).toPass()
}

/** Opens the menu of a row and chooses an action, which opens as a dialog. */
export async function chooseAction(page: Page, name: string, action: string): Promise<void> {
  await actAtOnce(page, name, action)
  await expect(page.getByRole('dialog')).toBeVisible()
}

export const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
