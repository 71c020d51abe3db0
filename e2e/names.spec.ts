// Accessible names contain the visible text, so that people who speak to their computer can say what they see (WCAG 2.5.3).
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, openByShortcut, signInByRequest, test } from './fixtures'

const pages = [
  '/organizations',
  '/account',
  '/account/security',
  '/account/sessions',
  '/account/organizations',
  '/o/acme',
  '/o/acme/members',
  '/o/acme/invitations?status=all',
  '/o/acme/invitations/new',
  '/o/acme/settings',
  '/o/acme/settings/roles',
  '/o/acme/settings/api-keys',
  '/o/acme/settings/audit-log',
]

async function look(page: Page, place: string) {
  const { violations } = await new AxeBuilder({ page }).withRules(['label-content-name-mismatch']).analyze()
  const found = violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))
  expect(found, place).toEqual([])
}

for (const width of [1280, 390])
  test(`every accessible name contains the visible text at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    for (const path of ['/', '/sign-in', '/dev/ui']) {
      await page.goto(path)
      await look(page, path)
    }
    await signInByRequest(page.request, 'jane@example.com')
    for (const path of pages) {
      await page.goto(path)
      await look(page, path)
    }
    await page.goto('/o/acme/members')
    const switcher = page.getByRole('button', { name: 'Switch organization, Acme Corp Admin' })
    await switcher.click()
    await expect(page.getByRole('menuitem', { name: /Umbrella/ })).toBeVisible()
    await look(page, 'the switcher')
    await page.keyboard.press('Escape')
    await openByShortcut(page, ['ControlOrMeta+k'], page.getByRole('dialog', { name: 'Command palette' }))
    await expect(page.getByRole('option').first()).toBeVisible()
    await look(page, 'the palette')
  })
