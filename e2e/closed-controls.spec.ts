import type { Locator, Page } from '@playwright/test'
import { expect, signInAs, test } from './fixtures'
import { pathsIn } from './inventory'

type Closed = { name: string; description: string; shown: boolean }

/** Every disabled control of the page, with its description, and whether the description is visible. */
const closedControls = (page: Page): Promise<Closed[]> =>
  page.evaluate(() => {
    const nameOf = (element: Element) =>
      element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent ?? ''
    // An option cannot be described: its list gives the reason.
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
          // By itself, by pressing the control, or by the lock of its row.
          shown: reasons.some(
            (reason) =>
              reason.getClientRects().length > 0 ||
              (element.closest('tr') ?? element.parentElement)?.querySelector(`[popovertarget="${reason.id}"]`),
          ),
        }
      })
  })

/** In addition to the pages as they open. */
const variants = ['/settings/roles/role_viewer', '/settings/api-keys/new?scope=own']

const visitors = [
  ['frida', 'globex', 'Viewer', 'Gina Marchetti'],
  ['frida', 'acme', 'Member', 'Olga Petrenko'],
  ['jane', 'acme', 'Admin', 'Olga Petrenko'],
] as const

for (const [account, slug, role, giver] of visitors) {
  test(`every disabled control shows a ${role} the missing permission, and who can grant it`, async ({
    page,
    signIn,
    baseURL,
  }) => {
    test.slow()
    await signIn(account)
    let seen = 0
    const paths = await pathsIn(page.request, baseURL!, slug)
    for (const path of [...paths, ...variants.map((variant) => `/o/${slug}${variant}`)]) {
      await page.goto(path)
      for (const { name, description, shown } of await closedControls(page)) {
        const where = `${name || 'a control'} on ${path}`
        if (description.includes('select yourself')) continue
        expect(`${name} ${description}`, where).toMatch(/\borg:\w+/)
        expect(description, where).toContain(giver)
        expect(shown, where).toBe(true)
        seen++
      }
    }
    expect(seen).toBeGreaterThan(3)
  })
}

async function expectBelow(popover: Locator, button: Locator) {
  const [shown, anchor] = [(await popover.boundingBox())!, (await button.boundingBox())!]
  expect(Math.abs(shown.y - (anchor.y + anchor.height))).toBeLessThan(12)
  expect(Math.abs(shown.x + shown.width - (anchor.x + anchor.width))).toBeLessThan(12)
}

const reason = /Your role Viewer can’t invite people \(org:invitations:write\)\. Ask/

test('a disabled button opens its reason: by pointer, by keyboard and without a script', async ({ browser }) => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled })
    await signInAs(context, 'frida')
    const page = await context.newPage()
    await page.goto('/o/globex/members')
    const button = page.getByRole('button', { name: 'Invite members' })
    await expect(button).toBeDisabled()
    if (javaScriptEnabled) {
      await button.hover()
      await expect(page.getByText(reason)).toBeVisible()
      await expectBelow(page.locator('.reason:popover-open'), button)
      await page.mouse.move(0, 0)
      await expect(page.getByText(reason)).toBeHidden()
    }
    await button.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText(reason)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText(reason)).toBeHidden()
    await context.close()
  }
})

test('a page names the missing permission of an action instead of hiding the action', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/globex/settings/danger')
  await expect(page.getByText(/org:transfer.*Ask Gina Marchetti\./)).toBeVisible()
  await expect(page.getByText(/org:delete.*Ask Gina Marchetti\./)).toBeVisible()
  await page.goto('/o/globex/members')
  await expect(page.getByText(/invite people \(org:invitations:write\).*\(org:members:write\)/)).toBeVisible()
})
