// How pages look, compared with the pictures in e2e/visual/. They were taken with Debian's Chromium; fonts come with the pages, but other
// systems smooth them differently. After a wanted change: npx playwright test e2e/visual.spec.ts --update-snapshots
import { expect, test } from './fixtures'

test.skip(process.platform !== 'linux', 'The pictures were taken on Linux, and other systems draw letters differently.')

test.use({ viewport: { width: 1280, height: 800 } })

const tolerance = { maxDiffPixelRatio: 0.02, animations: 'disabled' } as const

const pages: [name: string, path: string, account?: 'gina'][] = [
  ['front', '/'],
  ['sign-in', '/sign-in'],
  ['sign-up', '/sign-up'],
  ['forgot-password', '/forgot-password'],
  ['reference', '/docs/api/createRole'],
  ['roles', '/o/globex/settings/roles', 'gina'],
  ['new-role', '/o/globex/settings/roles/new', 'gina'],
  ['new-key', '/o/globex/settings/api-keys/new', 'gina'],
  ['invite', '/o/globex/invitations/new', 'gina'],
]

for (const [name, path, account] of pages)
  test(`${name} looks as it did`, async ({ page, signIn }) => {
    if (account) await signIn(account)
    await page.goto(path)
    await expect(page).toHaveScreenshot(`${name}.png`, { ...tolerance, mask: [page.locator('time')] })
  })

test('every primitive looks as it did, in both themes', async ({ page }) => {
  await page.goto('/dev/ui')
  await expect(page).toHaveScreenshot('primitives.png', { ...tolerance, fullPage: true })
})

test('primitives are mirrored from right to left', async ({ page }) => {
  await page.goto('/dev/ui?dir=rtl')
  await expect(page).toHaveScreenshot('right-to-left.png', tolerance)
})
