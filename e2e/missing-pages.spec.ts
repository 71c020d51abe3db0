// A page that does not exist says so in HTML, because Next leaves the page of its notFound() to a script.
import { expect, test } from './fixtures'

const paths = [
  ['an unknown address', '/o/acme/nothing-here', 'Page not found'],
  ['an unknown member', '/o/acme/members/user_00000000000000000000000001', 'Page not found'],
  ['an action on an unknown member', '/o/acme/members/user_00000000000000000000000001/role', 'Page not found'],
  ['an unknown organization', '/o/nothing-here/members', 'Page not found'],
  ['another person’s organization', '/o/globex/members', 'Page not found'],
  ['an unknown invitation', '/invitations/nothing', 'This invitation link isn’t valid'],
  ['an unknown call of the API', '/docs/api/nothing', 'Page not found'],
  ['an unknown address outside of organizations', '/nothing', 'Page not found'],
] as const

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  for (const [what, path, heading] of paths)
    test(`${what} is not found, and the page says so`, async ({ page, signIn, expectedErrors }) => {
      expectedErrors.push(/status of 404/)
      await signIn('olga')
      const response = await page.goto(path)
      expect(response!.status()).toBe(404)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
      expect(await page.title()).not.toMatch(/Members|Overview/)
    })
})

test('a navigation to what is gone shows the same, inside the organization', async ({ page, signIn }) => {
  await signIn('olga')
  await page.goto('/o/acme/members')
  await page.evaluate((path) => {
    Object.assign(window, { isSamePage: true })
    ;(window as unknown as { next: { router: { push: (path: string) => void } } }).next.router.push(path)
  }, '/o/acme/members/user_00000000000000000000000001')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible()
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
})
