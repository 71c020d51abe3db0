import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, signInAs, signInByRequest, test, unique } from './fixtures'
import { pathsIn } from './inventory'
import { newcomer } from './newcomer'

/** Creates a custom role of Acme on the pages. Out: its name. */
async function makeRole(page: Page, boxes: string[]): Promise<string> {
  const name = unique('Designer')
  await page.goto('/o/acme/settings/roles')
  await page.getByRole('button', { name: 'New role' }).click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  for (const box of boxes) await page.getByLabel(box).check()
  await page.getByRole('button', { name: 'Create role' }).click()
  await expect(page).toHaveURL('/o/acme/settings/roles')
  return name
}

const openRole = async (page: Page, name: string) => {
  await page.goto('/o/acme/settings/roles')
  await page.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

test('a custom role is created, offered in an invitation, and named in the invited member’s token', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const role = await makeRole(page, ['See pending invitations.', 'See who belongs to the organization.'])
  const { page: theirs, name } = await newcomer(page, browser, newestMail, role)
  await expect(theirs.getByText(`Your role: ${role}`)).toBeVisible()
  const answer = await theirs.request.post('/api/token', {
    data: { organization: 'acme' },
    headers: { origin: new URL(theirs.url()).origin },
  })
  const { access_token } = await answer.json()
  const claims = JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString())
  expect(claims.org_role).toBe(role.toLowerCase().replaceAll('-', '_'))
  expect(claims.org_permissions).toEqual(['org:read', 'org:members:read', 'org:invitations:read'])

  // A missing permission is shown with the members who can grant it.
  await theirs.goto('/o/acme/invitations')
  await expect(theirs.getByRole('button', { name: 'Invite members' })).toBeDisabled()
  await expect(theirs.getByText('org:invitations:write').filter({ visible: true })).toBeVisible()
  await expect(theirs.getByText(/Ask Olga Petrenko/).filter({ visible: true })).toBeVisible()

  await openRole(page, role)
  await page.getByRole('link', { name: '1 person' }).click()
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText(role)
  await expect(page.getByLabel('Filter by role')).toHaveValue(claims.org_role)
})

test('the second of two people who change a role sees both versions, and loses nothing', async ({
  page,
  browser,
  signIn,
}) => {
  await signIn('jane')
  const name = await makeRole(page, ['See who belongs to the organization.'])
  await openRole(page, name)
  const other = await browser.newContext()
  await signInAs(other, 'olga')
  const theirs = await other.newPage()
  await openRole(theirs, name)
  await theirs.getByLabel('See pending invitations.').check()
  await theirs.getByLabel('Description').fill('Olga wrote this.')
  await theirs.getByRole('button', { name: 'Save changes' }).click()
  await expect(theirs).toHaveURL('/o/acme/settings/roles')

  await page.getByLabel('Description').fill('Jane wrote that.')
  await page.getByLabel('Read the audit log.').check()
  await page.getByRole('button', { name: 'Save changes' }).click()
  const conflict = page.getByRole('region', { name: 'Someone else edited this role while you were editing' })
  await expect(conflict).toContainText('Olga wrote this.')
  await expect(conflict).toContainText('Jane wrote that.')
  await expect(conflict).toContainText('See pending invitations.')
  await expect(page.getByLabel('Description')).toHaveValue('Jane wrote that.')
  await expect(page.getByLabel('Read the audit log.')).toBeChecked()
  await expect(page.getByText('Saved version: not allowed')).toBeVisible()
  // Combines both changes deliberately.
  await page.getByLabel('See pending invitations.').check()
  await page.getByRole('button', { name: 'Save my version' }).click()
  await expect(page).toHaveURL('/o/acme/settings/roles')
  await openRole(theirs, name)
  await expect(theirs.getByLabel('Description')).toHaveValue('Jane wrote that.')
  await expect(theirs.getByLabel('See pending invitations.')).toBeChecked()
  await expect(theirs.getByLabel('Read the audit log.')).toBeChecked()
})

test('a role is copied, and deleted with a replacement for its members', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const role = await makeRole(page, ['See who belongs to the organization.'])
  const { page: theirs, name } = await newcomer(page, browser, newestMail, role)
  await openRole(page, role)
  await page.getByRole('button', { name: 'Duplicate' }).click()
  await expect(page.getByRole('heading', { name: `${role} copy` })).toBeVisible()

  await openRole(page, role)
  await page.getByRole('button', { name: 'Delete' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 person')
  await dialog.getByLabel('Replacement role').selectOption({ label: 'Member' })
  await dialog.getByRole('button', { name: 'Delete role' }).click()
  await expect(page).toHaveURL('/o/acme/settings/roles')
  await expect(page.getByRole('link', { name: role, exact: true })).toHaveCount(0)
  await theirs.reload()
  await expect(theirs.getByText('Your role: Member')).toBeVisible()
  await page.goto(`/o/acme/members?query=${name}`)
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Member')
})

test('the organization can be viewed as another role, and nothing can be changed meanwhile', async ({
  page,
  context,
  signIn,
  baseURL,
}) => {
  test.slow()
  await signIn('jane')
  await page.goto('/o/acme/invitations/new')
  const earlier = await context.newPage()
  await earlier.goto('/o/acme/invitations/new')
  await page.goto('/o/acme/settings/roles/role_viewer')
  await page.getByRole('button', { name: 'Preview this role' }).click()
  const banner = page.getByRole('complementary', { name: 'Preview of a role' })
  await expect(banner).toContainText('Previewing Acme Corp as Viewer · read-only')
  for (const path of await pathsIn(page.request, baseURL!, 'acme')) {
    await page.goto(path)
    await expect(banner, path).toBeVisible()
  }
  await page.goto('/o/acme/members')
  await expect(page.getByRole('button', { name: 'Invite members' })).toBeDisabled()
  await page.goto('/o/acme/invitations')
  await expect(page.getByText('You don’t have access to this page')).toBeVisible()

  // A form that was already open is refused, and keeps what was typed.
  await earlier.getByLabel('Email').fill('before@example.com')
  await earlier.getByRole('button', { name: 'Send invitations' }).click()
  await expect(earlier.getByText('Exit the preview to make changes.')).toBeVisible()
  await expect(earlier.getByLabel('Email')).toHaveValue('before@example.com')

  // Programs, other organizations and other people are not affected.
  const me = await page.request.get('/api/v1/me')
  expect((await me.json()).org_permissions).toContain('org:roles:write')

  await page.goto('/o/acme/members')
  await banner.getByRole('button', { name: 'Exit preview' }).click()
  await expect(banner).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Invite members' })).toBeEnabled()
})

test('a preview tells all permissions of the role, although it can only read', async ({
  page,
  signInAsNewcomer,
  baseURL,
}) => {
  await signInAsNewcomer('Pia Founder')
  const headers = { origin: baseURL! }
  const made = await page.request.post('/api/organizations', { headers, data: { name: unique('Looked at') } })
  const { slug } = await made.json()
  const role = { name: 'Recruiter', permissions: ['org:read', 'org:members:read', 'org:invitations:write'] }
  expect((await page.request.post('/api/v1/roles', { headers, data: role })).status()).toBe(201)
  await page.goto(`/o/${slug}/settings/roles`)
  await page.getByRole('link', { name: 'Recruiter', exact: true }).click()
  await page.getByRole('button', { name: 'Preview this role' }).click()
  await expect(page.getByRole('complementary', { name: 'Preview of a role' })).toBeVisible()
  await page.goto(`/o/${slug}`)
  await expect(page.locator('summary').filter({ hasText: 'Recruiter permissions' })).toContainText('3 of ')
})

test('a member cannot view as a role above their own, and built-in roles cannot be changed', async ({
  page,
  browser,
}) => {
  const context = await browser.newContext()
  await signInByRequest(context.request, 'jane@example.com')
  const hers = await context.newPage()
  await hers.goto('/o/acme/settings/roles/role_owner')
  const above = hers.getByRole('button', { name: 'Preview this role' })
  await expect(above).toBeDisabled()
  await expect(above).toHaveAccessibleDescription(
    /Owner can delete the organization \(org:delete\) and transfer ownership of the organization \(org:transfer\), which you can’t\. Ask Olga Petrenko\./,
  )
  await expect(hers.getByText(/This role is built in and can’t be changed\./)).toBeVisible()
  const copy = hers.getByRole('button', { name: 'Duplicate' })
  await expect(copy).toBeDisabled()
  await copy.click({ force: true })
  await expect(
    hers.getByText(
      /To duplicate this role you must be able to delete the organization \(org:delete\) and transfer ownership of the organization \(org:transfer\)\. Ask Olga/,
    ),
  ).toBeVisible()
  await hers.goto('/o/acme/settings/roles/new')
  await expect(hers.getByLabel('Delete the organization.')).toBeDisabled()
  await page.goto('/')
})

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false })

  test('permissions to change something that the role cannot see are pointed out', async ({ page, signIn }) => {
    await signIn('jane')
    await page.goto('/o/acme/settings/roles/new')
    const hint = page.getByText('Without “See pending invitations”, people with this role can’t open the list.')
    await expect(hint).toBeHidden()
    await page.getByLabel('Invite people.').check()
    await expect(hint).toBeVisible()
    await page.getByLabel('See pending invitations.').check()
    await expect(hint).toBeHidden()
  })

  test('a role is created, changed by two people, viewed as and deleted', async ({ page, browser, signIn }) => {
    await signIn('jane')
    const name = await makeRole(page, ['See who belongs to the organization.'])
    await openRole(page, name)
    const other = await browser.newContext({ javaScriptEnabled: false })
    await signInAs(other, 'olga')
    const theirs = await other.newPage()
    await openRole(theirs, name)
    await theirs.getByLabel('Description').fill('Olga wrote this.')
    await theirs.getByRole('button', { name: 'Save changes' }).click()
    await page.getByLabel('Read the audit log.').check()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(
      page.getByRole('region', { name: 'Someone else edited this role while you were editing' }),
    ).toContainText('Olga wrote this.')
    await expect(page.getByLabel('Read the audit log.')).toBeChecked()
    await page.getByRole('button', { name: 'Save my version' }).click()
    await expect(page).toHaveURL('/o/acme/settings/roles')

    await openRole(page, name)
    await page.getByRole('button', { name: 'Preview this role' }).click()
    await expect(page.getByRole('complementary', { name: 'Preview of a role' })).toContainText(name)
    await page.getByRole('button', { name: 'Exit preview' }).click()
    await expect(page.getByRole('complementary', { name: 'Preview of a role' })).toHaveCount(0)

    await openRole(page, name)
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete role' }).click()
    await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme}`, () => {
    test.use({ colorScheme })
    test('the pages of roles are accessible (WCAG 2.2 AA), also on a phone', async ({ page, signIn }) => {
      await signIn('jane')
      const paths = ['', '/new', '/role_viewer', '/role_owner'].map((path) => `/o/acme/settings/roles${path}`)
      for (const viewport of [
        { width: 1280, height: 800 },
        { width: 360, height: 740 },
      ]) {
        await page.setViewportSize(viewport)
        for (const path of paths) {
          await page.goto(path)
          const { violations } = await new AxeBuilder({ page })
            .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
            .analyze()
          expect(
            violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`),
            path,
          ).toEqual([])
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          expect(wide, path).toBeLessThanOrEqual(0)
        }
      }
    })
  })
}

test('the matrix is readable with fifteen roles, on a screen and on a phone', async ({ page, signIn }) => {
  await signIn('frida')
  const slug = unique('fifteen').toLowerCase()
  const headers = {
    origin: new URL(page.url() === 'about:blank' ? test.info().project.use.baseURL! : page.url()).origin,
  }
  const made = await page.request.post('/api/organizations', { headers, data: { name: 'Fifteen roles', slug } })
  expect(made.status()).toBe(201)
  const long = ['Head of product and engineering', 'Revisionsbeauftragter für Datenschutz']
  for (let index = 0; index < 11; index++) {
    const permissions = ['org:read', 'org:members:read', 'org:audit:read'].slice(0, 1 + (index % 3))
    const data = { name: long[index] ?? `Role ${index}`, permissions }
    expect((await page.request.post('/api/v1/roles', { headers, data })).status()).toBe(201)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`/o/${slug}/settings/roles`)
  const matrix = page.getByRole('region', { name: 'What each role allows' })
  await expect(matrix.getByRole('columnheader')).toHaveCount(1 + 15)
  const row = matrix.getByRole('row', { name: /^See who belongs to the organization\./ })
  await expect(row.getByRole('cell')).toHaveText(Array.from({ length: 15 }, () => /^(Yes|No)$/))
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await wide()).toBeLessThanOrEqual(0)

  // The headings of the row and the column stay visible in the far corner.
  await matrix.evaluate((element) => element.scrollIntoView({ block: 'end' }))
  await matrix.evaluate((element) => element.scrollTo(element.scrollWidth, element.scrollHeight))
  const last = matrix.getByRole('columnheader', { name: /^Role 9/ })
  // The round corner of the frame cuts a little off.
  await expect(last).toBeInViewport({ ratio: 0.99 })
  await expect(matrix.locator('tbody').last().getByRole('rowheader').last()).toBeInViewport({ ratio: 1 })
  const above = await matrix.evaluate((element) => {
    const [head, side] = [
      element.querySelector('thead th:last-child')!,
      element.querySelector('tbody:last-of-type th')!,
    ]
    const frame = element.getBoundingClientRect()
    return [head.getBoundingClientRect().top - frame.top, side.getBoundingClientRect().left - frame.left]
  })
  expect(Math.max(...above.map(Math.abs))).toBeLessThanOrEqual(2)

  await page.setViewportSize({ width: 360, height: 740 })
  await expect(matrix).toBeHidden()
  expect(await wide()).toBeLessThanOrEqual(0)
  await page.getByRole('link', { name: 'Head of product and engineering' }).click()
  await expect(page.getByRole('button', { name: 'Preview this role' })).toBeVisible()
  expect(await wide()).toBeLessThanOrEqual(0)
})
