import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'

const visitors = [
  '/',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password?token=x',
  '/verify-email?token=x',
  '/dev/mail',
  '/docs/api',
]
const members = [
  '/organizations',
  '/organizations/new',
  '/o/acme',
  '/o/acme/projects',
  '/o/acme/projects/new',
  '/o/acme/projects?query=nothing+like+it',
  '/o/acme/members',
  '/o/acme/members?query=nothing+like+it',
  '/o/acme/invitations',
  '/o/acme/invitations?status=all',
  '/o/acme/invitations/new',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme}`, () => {
    test.use({ colorScheme })
    test('every page can be read and used by everybody (WCAG 2.2 AA)', async ({ page, signIn }) => {
      test.slow()
      const check = async (path: string) => {
        await page.goto(path)
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze()
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        )
        expect(found, path).toEqual([])
      }
      for (const path of visitors) await check(path)
      await signIn('jane')
      for (const path of members) await check(path)
    })
  })
}

test('no page is wider than a phone', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  const check = async (path: string) => {
    await page.goto(path)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow, path).toBeLessThanOrEqual(0)
  }
  for (const path of visitors) await check(path)
  await signIn('jane')
  for (const path of members) await check(path)
})
