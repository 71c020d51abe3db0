// A person in 1,000 organizations finds and opens each by keyboard, and sees one organization at a time.
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { dataDir } from '../playwright.config'
import { expect, openByShortcut, test, unique } from './fixtures'
import { withServerDatabase } from './server-database'

type Place = { slug: string; name: string; colleague: string }

const count = 1_000
const step = 5

/** Makes the person owner of 1,000 organizations, each with one colleague. Out: two of them. */
async function joinOrganizations(email: string): Promise<[from: Place, to: Place]> {
  const mark = unique('many')
  // In small steps with pauses, because the embedded database answers one statement at a time, also those of other journeys.
  await withServerDatabase(dataDir, async (client) => {
    for (let first = 1; first <= count; first += step) {
      await client.query(
        `with made as (
           insert into organizations (id, slug, name)
           select type_id('org'), $1 || '-' || i, case when i = 777 then 'Zebra Logistics' else 'Company ' || i end
           from generate_series($2::int, $3::int) i returning id, slug, name
         ), people as (
           insert into users (id, name, email, email_verified_at)
           select type_id('user'), 'Colleague at ' || name, slug || '@example.com', now() from made returning id, email
         )
         insert into memberships (organization_id, user_id, role)
         select m.id, u.id, 'owner' from made m, (select id from users where email = $4) u
         union all
         select m.id, p.id, 'member' from made m join people p on p.email = m.slug || '@example.com'`,
        [mark, first, first + step - 1, email],
      )
      await pause(20)
    }
  })
  const place = (number: number, name: string) => ({
    slug: `${mark}-${number}`,
    name,
    colleague: `Colleague at ${name}`,
  })
  return [place(1, 'Company 1'), place(777, 'Zebra Logistics')]
}

/** Notes with every frame whose address, name and data the page shows. */
const watch = (page: Page, names: { from: Place; to: Place }) =>
  page.evaluate(({ from, to }) => {
    const seen: string[] = []
    Object.assign(window, { seen })
    const look = () => {
      const text = document.querySelector('main')?.textContent ?? ''
      const place = location.pathname.split('/')[2]
      const parts = [
        place === from.slug ? 'address of the first' : 'address of the second',
        document.querySelector('.switcher')?.textContent?.includes(from.name)
          ? 'name of the first'
          : 'name of the second',
        text.includes(from.colleague) && 'people of the first',
        text.includes(to.colleague) && 'people of the second',
      ]
      const now = parts.filter(Boolean).join(', ')
      if (seen.at(-1) !== now) seen.push(now)
      requestAnimationFrame(look)
    }
    look()
  }, names)

const framesOf = (page: Page) => page.evaluate(() => (window as unknown as { seen: string[] }).seen)

test('of 1,000 organizations the palette and the switcher show a few, find by name and slug, and switch by Enter', async ({
  page,
  signInAsNewcomer,
}) => {
  const [from, to] = await joinOrganizations((await signInAsNewcomer('Wanderer')).email)
  await page.goto(`/o/${from.slug}/members`)
  await expect(page.getByRole('link', { name: from.colleague, exact: true })).toBeVisible()
  await watch(page, { from, to })
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await openByShortcut(page, ['ControlOrMeta+k'], palette)
  const switches = palette.getByRole('group', { name: 'Switch to' }).getByRole('option')
  await expect(switches).toHaveCount(5)
  expect(await palette.getByRole('option').count()).toBeLessThanOrEqual(50)
  await page.keyboard.type('compny')
  await expect(switches).toHaveCount(8)
  await palette.getByRole('combobox').fill('zbra log')
  await expect(palette.getByRole('option', { name: /Zebra Logistics/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/o/${to.slug}/members`)
  await expect(page.getByRole('link', { name: to.colleague, exact: true })).toBeVisible()
  for (const frame of await framesOf(page)) {
    const isOld = /of the first/.test(frame)
    const isNew = /of the second/.test(frame)
    expect(isOld && isNew, frame).toBe(false)
  }

  await openByShortcut(page, ['ControlOrMeta+k'], palette)
  await page.keyboard.type(`${from.slug.slice(0, -2)}-512`)
  await expect(palette.getByRole('option', { name: /Company 512/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/-512\/members$/)

  await page.goto(`/o/${from.slug}`)
  await page.getByRole('button', { name: `Switch organization, ${from.name}` }).click()
  const menu = page.getByRole('menu', { name: 'Switch organization' })
  await expect(menu.getByRole('menuitem', { name: 'Search all 1000 organizations' })).toBeVisible()
  await expect(menu.getByRole('group').getByRole('menuitem')).toHaveCount(8)
  await menu.getByRole('menuitem', { name: 'Search all 1000 organizations' }).click()
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('zebra')
  await expect(page.getByRole('option', { name: /Zebra Logistics/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/o/${to.slug}`)
  await expect(page.getByRole('button', { name: `Switch organization, ${to.name}` })).toBeVisible()
})
