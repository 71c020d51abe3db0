import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { pathsIn } from './inventory'
import { linkIn, linksByState } from './invitation-links'

type NewestMail = (to: string) => Promise<{ subject: string; text: string }>

const visitors = [
  '/',
  '/sign-in',
  '/sign-in/code?code=123456',
  '/sign-up',
  '/forgot-password',
  '/reset-password?token=x',
  '/verify-email?token=x',
  '/undo-email-change?token=x',
  '/dev/mail',
  '/dev/ui',
  '/docs/api',
]

/** In addition to the pages of Acme as they open. */
const members = [
  '/organizations',
  '/organizations/new',
  '/account',
  '/account/security',
  '/account/security/passkeys/new',
  '/account/sessions',
  '/account/organizations',
  '/account/data',
  '/account/data/delete',
  '/o/acme/members?query=nothing+like+it',
  '/o/acme/invitations?status=all',
  '/o/acme/settings/api-keys/new?scope=own',
]

// The browser is driven by scripts, which the frame of a mail refuses.
const framed = /Blocked script execution in '[^']+\/api\/dev\/mail\//

/** Runs a check on the page of a link in each of its states, then on one whose organization was deleted. */
async function withLinks(
  { page, browser, baseURL, newestMail }: { page: Page; browser: Browser; baseURL: string; newestMail: NewestMail },
  check: (path: string) => Promise<void>,
) {
  const olga = await browser.newContext()
  const { fresh, revoked, endOrganization } = await linksByState(olga.request, baseURL, newestMail)
  for (const path of [fresh, revoked, linkIn(await newestMail('warehouse@acme-logistics.example'))]) await check(path)
  await check(`/sign-in?callbackUrl=${fresh}`)
  await endOrganization()
  await check(fresh)
  await expect(page.getByRole('heading', { name: 'This organization no longer exists' })).toBeVisible()
  await check(`/invitations/${'x'.repeat(43)}`)
  await olga.close()
}

/** The table of a list with rows of every kind. */
async function openDryRun(page: Page) {
  await page.goto('/o/acme/invitations/new')
  const long = `${'somebody-with-a-rather-long-name.'.repeat(2)}x@subsidiary.example.com`
  await page.getByLabel('Email').fill(`${long}\nnot an address\nfrida@example.com\nnew@example.com,king`)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page.getByLabel('Email 4')).toBeVisible()
  await page.getByRole('button', { name: 'Add a row' }).click()
  await expect(page.getByLabel('Email 5')).toBeVisible()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme}`, () => {
    test.use({ colorScheme })
    test('every page is accessible (WCAG 2.2 AA)', async ({
      page,
      signIn,
      browser,
      baseURL,
      newestMail,
      expectedErrors,
    }) => {
      test.slow()
      expectedErrors.push(/404/, framed)
      const check = async (path: string) => {
        await page.goto(path)
        await look(path)
      }
      const look = async (path: string) => {
        const { violations } = await new AxeBuilder({ page })
          // In the frame of a mail nothing runs, axe included, which would wait for it.
          .exclude('iframe[sandbox]')
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze()
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        )
        expect(found, path).toEqual([])
      }
      for (const path of visitors) await check(path)
      await withLinks({ page, browser, baseURL: baseURL!, newestMail }, check)
      await signIn('jane')
      for (const path of [...members, ...(await pathsIn(page.request, baseURL!, 'acme'))]) await check(path)
      await check(linkIn(await newestMail('nora@example.com')))
      await openDryRun(page)
      await look('the dry run')
    })
  })
}

test('no page is wider than a phone', async ({ page, signIn, browser, baseURL, newestMail, expectedErrors }) => {
  test.slow()
  expectedErrors.push(/404/, framed)
  await page.setViewportSize({ width: 360, height: 740 })
  const check = async (path: string) => {
    await page.goto(path)
    await look(path)
  }
  const look = async (path: string) => {
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow, path).toBeLessThanOrEqual(0)
  }
  for (const path of visitors) await check(path)
  await withLinks({ page, browser, baseURL: baseURL!, newestMail }, check)
  await signIn('jane')
  for (const path of [...members, ...(await pathsIn(page.request, baseURL!, 'acme'))]) await check(path)
  await check(linkIn(await newestMail('nora@example.com')))
  await openDryRun(page)
  await look('the dry run')
})
