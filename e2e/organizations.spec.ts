import { expect, password, test, unique } from './fixtures'

test('Frida signs in once, picks an organization, switches, and sees other projects in each', async ({ page }) => {
  await page.goto('/o/globex/projects')
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await page.getByLabel('Email').fill('frida@example.com')
  await page.getByLabel('Password').fill('not my password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Email or password is wrong.' })).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue('frida@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/o/globex/projects')

  await page.goto('/organizations')
  await page.getByRole('link', { name: /Acme Corp/ }).click()
  await expect(page).toHaveURL('/o/acme')
  await page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Projects' }).click()
  await expect(page).toHaveURL('/o/acme/projects')
  await expect(page.getByText('Packaging redesign')).toBeVisible()
  await expect(page.getByText('Volcano office lease')).toHaveCount(0)

  // By keyboard alone.
  await page.getByRole('button', { name: 'Switch organization, Acme Corp' }).focus()
  await page.keyboard.press('Enter')
  // The menu opens at the organization that one is in.
  await expect(page.getByRole('menuitem', { name: /Acme Corp/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/o/globex')
  await page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Projects' }).click()
  await expect(page.getByText('Mobile app onboarding')).toBeVisible()
  await expect(page.getByText('Packaging redesign')).toHaveCount(0)
})

test('two tabs in two organizations never mix', async ({ context, page: acme, signIn }) => {
  await signIn('frida')
  const [inAcme, inInitech] = [unique('Made-in-the-Acme-tab'), unique('Made-in-the-Initech-tab')]
  const initech = await context.newPage()
  await acme.goto('/o/acme/projects/new')
  await initech.goto('/o/initech/projects/new')
  // The session is in Initech now; what the Acme tab does still belongs to Acme.
  await acme.getByLabel('Name').fill(inAcme)
  await acme.getByRole('button', { name: 'Create project' }).click()
  await expect(acme).toHaveURL(/\/o\/acme\/projects/)
  await initech.getByLabel('Name').fill(inInitech)
  await initech.getByRole('button', { name: 'Create project' }).click()
  await expect(initech).toHaveURL(/\/o\/initech\/projects/)
  await acme.goto('/o/acme/projects')
  await expect(acme.getByText(inAcme)).toBeVisible()
  await expect(acme.getByText(inInitech)).toHaveCount(0)
  await initech.goto('/o/initech/projects')
  await expect(initech.getByText(inInitech)).toBeVisible()
  await expect(initech.getByText(inAcme)).toHaveCount(0)
})

test('entering an organization makes it the active one, and the start page leads back to it', async ({
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

test('a person without an organization is told what to do', async ({ page, signIn }) => {
  await signIn('nora')
  await page.goto('/')
  await expect(page).toHaveURL('/organizations')
  await expect(page.getByRole('button', { name: 'Create organization' })).toBeVisible()
})

test('signing out ends the session, for its cookie and for the back button', async ({ page, context, signIn }) => {
  await signIn('jane')
  await page.goto('/o/acme')
  const cookies = await context.cookies()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in|\/$/)
  await page.goBack()
  await expect(page.getByRole('button', { name: /Switch organization/ })).toHaveCount(0)
  await context.addCookies(cookies)
  await page.goto('/o/acme')
  await expect(page).toHaveURL(/\/sign-in/)
})
