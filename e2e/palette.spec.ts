// The command palette: switching, finding and acting by keyboard alone.
import { expect, openByShortcut, signInByRequest, test } from './fixtures'

test('the palette switches organization, keeps the section, and finds people of that organization only', async ({
  page,
}) => {
  await signInByRequest(page.request, 'frida@example.com')
  await page.goto('/o/acme/members')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await openByShortcut(page, ['ControlOrMeta+k'], palette)
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('glbx')
  await expect(palette.getByRole('option', { name: /Globex Inc/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/o/globex/members')
  await expect(page.getByText('gina@example.com')).toBeVisible()

  await openByShortcut(page, ['ControlOrMeta+k'], palette)
  await page.keyboard.type('gina')
  await palette.getByRole('option', { name: /gina@example.com/ }).click()
  await expect(page).toHaveURL(/\/o\/globex\/members\/user_/)

  await openByShortcut(page, ['ControlOrMeta+k'], palette)
  await page.keyboard.type('olga')
  await expect(palette.getByText('No results for “olga”.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)
})

test('Enter runs the row on top, which the answer may bring, unless the arrow keys chose another', async ({ page }) => {
  await signInByRequest(page.request, 'jane@example.com')
  let release = () => {}
  await page.route(
    (url) => url.pathname === '/api/session/palette',
    async (route) => {
      if (route.request().url().includes('query=am')) await new Promise<void>((resolve) => (release = resolve))
      const response = await route.fetch()
      // Without other organizations, which would stand above what is found.
      await route.fulfill({ response, json: { ...(await response.json()), organizations: [] } })
    },
  )
  await page.goto('/o/acme')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  const found = palette.getByRole('option', { name: /amara@example.com/ })
  const theme = palette.getByRole('option', { name: 'Dark theme' })
  const type = async () => {
    await openByShortcut(page, ['ControlOrMeta+k'], palette)
    const request = page.waitForRequest(/[?&]query=am(&|$)/)
    await page.keyboard.type('am')
    await request
    await expect(theme).toHaveAttribute('aria-selected', 'true')
  }
  const answer = async () => {
    release()
    await expect(found).toBeVisible()
    await expect(palette.getByRole('option').first()).toContainText('amara@example.com')
  }

  await type()
  await page.keyboard.press('ArrowDown')
  await answer()
  await expect(theme).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)

  await type()
  await answer()
  await expect(found).toHaveAttribute('aria-selected', 'true')
  await expect(palette.getByRole('combobox')).toHaveAttribute(
    'aria-activedescendant',
    (await found.getAttribute('id'))!,
  )
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/o\/acme\/members\/user_/)
})

test('a palette that cannot be loaded leaves the page as it is, and opens once it can', async ({
  page,
  context,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/)
  await signInByRequest(page.request, 'jane@example.com')
  await page.goto('/o/acme/invitations/new')
  const email = page.getByLabel('Email')
  await email.fill('new@example.com')
  await context.setOffline(true)
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page.getByText('You’re offline.')).toBeVisible()
  await expect(email).toHaveValue('new@example.com')
  await context.setOffline(false)
  await openByShortcut(page, ['ControlOrMeta+k'], palette)
})

test('an action that the role does not allow is closed, with the reason', async ({ page }) => {
  await signInByRequest(page.request, 'frida@example.com')
  await page.goto('/o/globex')
  await page.getByRole('button', { name: 'Search' }).click()
  const action = page.getByRole('option', { name: /Invite members/ })
  await expect(action).toHaveAttribute('aria-disabled', 'true')
  await expect(action).toContainText('Viewer can’t invite people.')
})

test('shortcuts open pages, the search of a list, and their own list', async ({ page }) => {
  await signInByRequest(page.request, 'jane@example.com')
  await page.goto('/o/acme')
  await openByShortcut(page, ['g', 'm'], page.getByRole('heading', { name: 'Members', level: 1 }))
  await expect(page).toHaveURL('/o/acme/members')
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search members' })).toBeFocused()
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Members', level: 1 }).click()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Go to Members')
})

test('pinned organizations come first in the switcher, by pointer, arrow keys and digits', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/acme/members')
  const open = async () => {
    await page.getByRole('button', { name: /^Switch organization/ }).click()
    await expect(page.getByRole('menuitem', { name: /Initech/ })).toBeVisible()
  }
  const first = page.getByRole('group', { name: 'Organizations' }).getByRole('menuitem').first()
  await open()
  await expect(first).toContainText('Acme Corp')
  await page.getByRole('menuitem', { name: /Initech/ }).focus()
  await page.keyboard.press('ArrowRight')
  const pin = page.getByRole('menuitemcheckbox', { name: 'Pin Initech' })
  await expect(pin).toBeFocused()
  await page.keyboard.press('Space')
  await expect(pin).toHaveAttribute('aria-checked', 'true')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('menuitem', { name: /Initech/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await page.reload()
  await open()
  await expect(first).toContainText('Initech')
  await page.keyboard.press('1')
  await expect(page).toHaveURL('/o/initech/members')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await openByShortcut(page, ['ControlOrMeta+k'], palette)
  await expect(palette.getByRole('option', { name: /Acme Corp/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await open()
  await pin.click()
  await expect(pin).toHaveAttribute('aria-checked', 'false')
})
