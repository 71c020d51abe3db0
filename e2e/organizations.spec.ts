import { expect, password, test, unique } from './fixtures'

test('Frida signs in once, picks an organization, switches, and sees other members in each', async ({ page }) => {
  await page.goto('/o/globex/members')
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await page.getByLabel('Email').fill('frida@example.com')
  await page.getByLabel('Password').fill('not my password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Wrong email or password.' })).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue('frida@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/o/globex/members')

  await page.goto('/organizations')
  await page.getByRole('link', { name: /Acme Corp/ }).click()
  await expect(page).toHaveURL('/o/acme')
  await page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Members' }).click()
  await expect(page).toHaveURL('/o/acme/members')
  await expect(page.getByText('olga@example.com')).toBeVisible()
  await expect(page.getByText('gina@example.com')).toHaveCount(0)

  // By keyboard alone.
  await page.getByRole('button', { name: 'Switch organization, Acme Corp' }).focus()
  await page.keyboard.press('Enter')
  // The menu opens at the current organization.
  await expect(page.getByRole('menuitem', { name: /Acme Corp/ })).toBeFocused()
  // Down to Globex: other journeys may have given Frida organizations in between.
  const globex = page.getByRole('menuitem', { name: /Globex Inc/ })
  do await page.keyboard.press('ArrowDown')
  while (!(await globex.evaluate((item) => item === document.activeElement)))
  await page.keyboard.press('Enter')
  // It keeps the section.
  await expect(page).toHaveURL('/o/globex/members')
  await expect(page.getByText('gina@example.com')).toBeVisible()
  await expect(page.getByText('olga@example.com')).toHaveCount(0)
})

test('two tabs in two organizations never mix', async ({ context, page: first, signInAsNewcomer, baseURL }) => {
  await signInAsNewcomer('Nadia Founder')
  const slugs = [unique('first-tab').toLowerCase(), unique('second-tab').toLowerCase()]
  for (const slug of slugs) {
    const created = await first.request.post('/api/organizations', {
      headers: { origin: baseURL! },
      data: { name: `Tab ${slug}`, slug },
    })
    expect(created.status()).toBe(201)
  }
  const second = await context.newPage()
  const tabs = [first, second].map((tab, index) => ({
    tab,
    slug: slugs[index]!,
    email: `${slugs[index]}@example.com`,
  }))
  for (const { tab, slug } of tabs) await tab.goto(`/o/${slug}/invitations/new`)
  // The session is in the second organization now; calls of the first tab still belong to the first.
  for (const { tab, slug, email } of tabs) {
    await tab.getByLabel('Email').fill(email)
    await tab.getByRole('button', { name: 'Send invitations' }).click()
    await expect(tab).toHaveURL(`/o/${slug}/invitations`)
  }
  for (const { tab, slug, email } of tabs) {
    await tab.goto(`/o/${slug}/invitations`)
    const rows = tab.getByRole('row').filter({ has: tab.getByRole('cell') })
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText(email)
  }
})

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false })

  test('signing in, filling in a form and switching work', async ({ page }) => {
    const email = `${unique('scriptless')}@example.com`
    await page.goto('/sign-in?callbackUrl=%2Fo%2Finitech%2Finvitations%2Fnew')
    await page.getByLabel('Email').fill('frida@example.com')
    await page.getByLabel('Password').fill('wrong password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Wrong email or password.')).toBeVisible()
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL('/o/initech/invitations/new')
    await page.getByRole('button', { name: 'Send invitations' }).click()
    await expect(page.getByText('Enter an email address like name@example.com.')).toBeVisible()
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Send invitations' }).click()
    await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible()
    await page.getByRole('button', { name: 'Switch organization, Initech' }).click()
    await page.getByRole('menuitem', { name: 'All organizations' }).click()
    await page.getByRole('link', { name: /Acme Corp/ }).click()
    await expect(page).toHaveURL('/o/acme')
  })
})

test('opening an organization makes it the active one, and the start page leads back to it', async ({
  page,
  signIn,
}) => {
  await signIn('frida')
  await page.goto('/o/initech')
  const session = await (await page.request.get('/api/auth/session')).json()
  expect(session.active_organization).toMatchObject({ slug: 'initech', role: 'admin' })
  await page.goto('/')
  await expect(page).toHaveURL('/o/initech')
})

test('a person without an organization reads what to do', async ({ page, signIn }) => {
  await signIn('nora')
  await page.goto('/')
  await expect(page).toHaveURL('/organizations')
  await expect(page.getByRole('button', { name: 'Create organization' })).toBeVisible()
})

test('signing out ends the session, also for a copied cookie and the back button', async ({
  page,
  context,
  signIn,
}) => {
  await signIn('jane')
  await page.goto('/o/acme')
  const cookies = await context.cookies()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in|\/$/)
  // Not page.goBack(), which fails when the page that it waits for leads on to the sign-in.
  await page.evaluate(() => history.back())
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fo%2Facme/)
  await expect(page.getByRole('button', { name: /Switch organization/ })).toHaveCount(0)
  await context.addCookies(cookies)
  await page.goto('/o/acme')
  await expect(page).toHaveURL(/\/sign-in/)
})
