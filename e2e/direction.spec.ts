// Pages laid out from right to left, zoomed in, without movement and in the colors of the system.
import type { Page } from '@playwright/test'
import { expect, signInByRequest, test, unique } from './fixtures'

const pages = [
  '/organizations',
  '/account',
  '/account/security',
  '/o/acme',
  '/o/acme/members',
  '/o/acme/settings/roles',
]

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const turn = (page: Page) => page.evaluate(() => (document.documentElement.dir = 'rtl'))

async function openRecord(page: Page) {
  await page.goto('/o/acme/members')
  await page.getByRole('link', { name: 'Frida Lindqvist', exact: true }).click()
  await expect(page).toHaveURL(/\/members\/user_/)
  await expect(page.getByRole('heading', { level: 1, name: 'Frida Lindqvist' })).toBeVisible()
}

async function openDrawer(page: Page) {
  await page.getByRole('button', { name: 'Access' }).click()
  const drawer = page.getByRole('dialog', { name: 'Access' })
  await expect(drawer.getByText('org:members:read').first()).toBeVisible()
  return drawer
}

for (const width of [1280, 360])
  test(`no page overflows from right to left at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/dev/ui?dir=rtl')
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    await signInByRequest(page.request, 'jane@example.com')
    for (const path of pages) {
      await page.goto(path)
      await turn(page)
      expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
    }
    await openRecord(page)
    await turn(page)
    expect(await overflowOf(page), 'a record').toBeLessThanOrEqual(0)
  })

test('a long name from right to left is cut at its end, in a page from left to right', async ({
  page,
  signInAsNewcomer,
}) => {
  await page.setViewportSize({ width: 390, height: 800 })
  const name = 'محمد عبد الرحمن بن سعيد الفارسي المعروف بصاحب المشاريع الكبيرة جدا'
  await signInAsNewcomer(name)
  await page.goto('/organizations/new')
  await page.getByLabel('Name').fill(unique('Mirrored'))
  await page.getByRole('button', { name: 'Create organization' }).click()
  await page.waitForURL(/\/o\/mirrored-/)
  await page.goto(`/o/${/mirrored-[\w-]+/.exec(page.url())![0]}/members`)
  expect(await page.locator('tbody td:first-child > a').evaluate(edgesOf)).toEqual({ first: true, last: false })
})

/** Whether the first and the last character of a text are inside the box that cuts it. */
function edgesOf(element: Element) {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()!
  const { left, right } = element.getBoundingClientRect()
  const isInside = (index: number) => {
    const range = document.createRange()
    range.setStart(text, index)
    range.setEnd(text, index + 1)
    const box = range.getBoundingClientRect()
    return box.left >= left - 1 && box.right <= right + 1
  }
  return { first: isInside(0), last: isInside(text.textContent!.length - 1) }
}

test('from right to left the sidebar, the rows and the drawer are mirrored', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await signInByRequest(page.request, 'jane@example.com')
  await page.goto('/o/acme/members')
  await turn(page)
  const left = async (selector: string) => (await page.locator(selector).first().boundingBox())!.x
  expect(await left('.shell > header')).toBeGreaterThan(await left('main h1'))
  expect(await left('tbody .avatar')).toBeGreaterThan(await left('tbody td:first-child > a'))
  expect(await left('tbody .row-menu')).toBeLessThan(await left('tbody .badge'))
  await page.getByRole('button', { name: /^Switch organization/ }).click()
  const menu = (await page.getByRole('menu', { name: 'Switch organization' }).boundingBox())!
  expect(menu.x + menu.width).toBeLessThanOrEqual(1280)
  expect(menu.x).toBeGreaterThanOrEqual(0)
  await page.keyboard.press('Escape')
  const drawer = await openDrawer(page)
  expect((await drawer.boundingBox())!.x).toBe(0)
})

test('at 200 % zoom an account, a record with its timeline, and the drawer fit', async ({ page }) => {
  // A window of 1280 by 800, zoomed in.
  await page.setViewportSize({ width: 640, height: 400 })
  await signInByRequest(page.request, 'jane@example.com')
  for (const path of ['/account', '/account/security', '/account/sessions', '/account/data']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 }), path).toBeInViewport()
    expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
  }
  await openRecord(page)
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  const drawer = await openDrawer(page)
  expect(await drawer.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
  await expect(drawer.getByRole('button', { name: 'Close' })).toBeInViewport()
})

test('with reduced motion the drawer and the palette appear at once', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signInByRequest(page.request, 'jane@example.com')
  await openRecord(page)
  const drawer = await openDrawer(page)
  expect(await drawer.evaluate((element) => getComputedStyle(element).animationDuration)).toBe('0.001s')
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await expect(palette).toBeVisible()
  expect(await palette.evaluate((element) => getComputedStyle(element).animationDuration)).toBe('0.001s')
})

test('in forced colors buttons have borders, and the menu of a row is drawn', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await signInByRequest(page.request, 'jane@example.com')
  await page.goto('/o/acme/members')
  const invite = page.getByRole('button', { name: 'Invite members' })
  expect(await invite.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe('1px')
  const menu = page.getByRole('link', { name: 'Actions for Frida Lindqvist' })
  const [dots, canvas] = await menu.evaluate((element) => [
    getComputedStyle(element, '::before').backgroundColor,
    getComputedStyle(document.body).backgroundColor,
  ])
  expect(dots).not.toBe(canvas)
})
