import type { Page } from '@playwright/test'
import { expect, signInAs, test } from './fixtures'
import { needsResource, resource } from './resource'

type Closed = { name: string; description: string; shown: boolean }

/** Every control of the page that is out of use, with what a reader is told about it, and whether eyes can find that. */
const closedControls = (page: Page): Promise<Closed[]> =>
  page.evaluate(() => {
    const nameOf = (element: Element) =>
      element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent ?? ''
    // An option cannot be described: its list says why.
    const describedOf = (element: Element) =>
      element instanceof HTMLOptionElement ? element.closest('select')! : element
    return [...document.querySelectorAll(':disabled, [aria-disabled="true"]')]
      .filter((element) => describedOf(element).getClientRects().length > 0)
      .map((element) => {
        const ids = describedOf(element).getAttribute('aria-describedby')?.split(' ') ?? []
        const reasons = ids.flatMap((id) => document.getElementById(id) ?? [])
        return {
          name: nameOf(element).trim(),
          description: reasons.map((reason) => reason.textContent).join(' '),
          shown: reasons.some(
            (reason) =>
              reason.getClientRects().length > 0 ||
              document.querySelector(`[popovertarget="${reason.id}"]`) === element,
          ),
        }
      })
  })

const pages = [
  '',
  ...(resource.isThere ? [`/${resource.path}`, `/${resource.path}/new`] : []),
  '/members',
  '/invitations',
  '/invitations/new',
  '/settings',
  '/settings/roles',
  '/settings/roles/new',
  '/settings/roles/role_owner',
  '/settings/roles/role_viewer',
  '/settings/api-keys',
  '/settings/api-keys/new',
  '/settings/api-keys/new?scope=own',
  '/settings/audit-log',
  '/settings/danger',
]

const visitors = [
  ['frida', 'globex', 'Viewer', 'Gina Marchetti'],
  ['frida', 'acme', 'Member', 'Olga Petrenko'],
  ['jane', 'acme', 'Admin', 'Olga Petrenko'],
] as const

for (const [account, slug, role, giver] of visitors) {
  test(`every closed control says to a ${role} which permission is missing, and who can give it`, async ({
    page,
    signIn,
  }) => {
    test.slow()
    await signIn(account)
    let seen = 0
    for (const path of pages) {
      await page.goto(`/o/${slug}${path}`)
      for (const { name, description, shown } of await closedControls(page)) {
        const where = `${name || 'a control'} on ${path || 'the overview'}`
        if (description.includes('(you)')) continue
        expect(`${name} ${description}`, where).toMatch(/\borg:\w+/)
        expect(description, where).toContain(giver)
        expect(shown, where).toBe(true)
        seen++
      }
    }
    expect(seen).toBeGreaterThan(3)
  })
}

test('a closed button opens its reason, by key as well and without a script', async ({ browser }) => {
  needsResource()
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled })
    await signInAs(context, 'frida')
    const page = await context.newPage()
    await page.goto('/o/globex')
    const button = page.getByRole('button', { name: resource.newOne })
    await expect(button).toBeDisabled()
    await button.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Your role Viewer may not create, change/)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText(/Your role Viewer may not create, change/)).toBeHidden()
    await context.close()
  }
})

test('where something cannot be done at all, the page says so instead of hiding it', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/globex/settings/danger')
  await expect(page.getByText(/org:transfer.*Ask Gina Marchetti\./)).toBeVisible()
  await expect(page.getByText(/org:delete.*Ask Gina Marchetti\./)).toBeVisible()
  await page.goto('/o/globex/members')
  await expect(page.getByText(/invite people \(org:invitations:write\).*\(org:members:write\)/)).toBeVisible()
})
