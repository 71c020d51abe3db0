import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const list = '/o/umbrella/members'
const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('cell') })
// Names only: the times in the rows change on their own.
const addresses = async (page: Page) => (await rows(page).allInnerTexts()).map((text) => /\S+@\S+/.exec(text)![0])
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search members' })

test('one of 10,000 members is found while typing', async ({ page, signIn }) => {
  await signIn('jane')
  await page.goto(list)
  await search(page).pressSequentially('kowalski')
  await expect(page).toHaveURL(/query=kowalski/)
  await expect(rows(page).filter({ hasText: 'Grace Kowalski' })).toBeVisible()
  for (const text of await rows(page).allInnerTexts()) expect(text).toContain('Kowalski')
  await expect(search(page)).toBeFocused()
  await search(page).pressSequentially('x')
  await expect(page.getByText('No matching members')).toBeVisible()
  await page.getByRole('link', { name: 'Clear' }).click()
  await expect(search(page)).toHaveValue('')
  // Accents are ignored in the search and in the names.
  await search(page).fill('muller')
  await expect(rows(page).first()).toContainText('Müller')
  // By the beginning of an address, within one role.
  await page.goto(`${list}?role=viewer`)
  await search(page).fill('adaeze.abb')
  await expect(page).toHaveURL(/query=adaeze.abb/)
  await expect(page).toHaveURL(/role=viewer/)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('Adaeze Abbas')
})

test('10,000 members are filtered, sorted and paged, and the URL holds the state', async ({ page, signIn }) => {
  await signIn('olga')
  await page.goto(list)
  await page.getByRole('navigation', { name: 'Role' }).getByRole('link', { name: 'Admin' }).click()
  await expect(page).toHaveURL(/role=admin/)
  await page.getByRole('link', { name: 'Joined' }).click()
  await expect(page).toHaveURL(`${list}?role=admin&sort=joined`)
  await expect(page.getByRole('columnheader', { name: 'Joined' })).toHaveAttribute('aria-sort', 'descending')
  const first = await addresses(page)
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page).toHaveURL(/role=admin&sort=joined&cursor=/)
  await expect(rows(page).first()).not.toContainText(first[0]!)
  const second = await addresses(page)
  expect(second.filter((text) => first.includes(text))).toEqual([])
  for (const text of await rows(page).allInnerTexts()) expect(text).toContain('Admin')
  // Reloading shows the same page; going back shows the previous one.
  await page.reload()
  expect(await addresses(page)).toEqual(second)
  await page.goBack()
  await expect(page).toHaveURL(`${list}?role=admin&sort=joined`)
  await expect.poll(() => addresses(page)).toEqual(first)
  // The link back on the page leads to the same.
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect.poll(() => addresses(page)).toEqual(second)
  await page.getByRole('link', { name: 'Previous page' }).click()
  await expect.poll(() => addresses(page)).toEqual(first)
  await expect(page.getByRole('link', { name: 'Previous page' })).toHaveCount(0)
  // The reversed order is another list, starting at its first page.
  await page.getByRole('link', { name: 'Joined' }).click()
  await expect(page).toHaveURL(`${list}?role=admin&sort=joined&order=asc`)
  await expect.poll(() => addresses(page)).not.toEqual(first)
})
