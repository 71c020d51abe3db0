import { expect, password, test, unique } from './fixtures'
import { needsResource, resource } from './resource'

test('Frida signs in once, picks an organization, switches, and sees other people in each', async ({ page }) => {
  await page.goto('/o/globex/members')
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await page.getByLabel('Email').fill('frida@example.com')
  await page.getByLabel('Password').fill('not my password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Email or password is wrong.' })).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue('frida@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/o/globex/members')

  await page.goto('/organizations')
  await page.getByRole('link', { name: /Acme Corp/ }).click()
  await expect(page).toHaveURL('/o/acme')
  await page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Members' }).click()
  await expect(page).toHaveURL('/o/acme/members')
  await expect(page.getByText('Ben Fischer')).toBeVisible()
  await expect(page.getByText('Gina Marchetti')).toHaveCount(0)

  // By keyboard alone.
  await page.getByRole('button', { name: 'Switch organization, Acme Corp' }).focus()
  await page.keyboard.press('Enter')
  // The menu opens at the organization that one is in.
  await expect(page.getByRole('menuitem', { name: /Acme Corp/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/o/globex')
  await page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Members' }).click()
  await expect(page.getByText('Gina Marchetti')).toBeVisible()
  await expect(page.getByText('Ben Fischer')).toHaveCount(0)
})

test('two tabs in two organizations never mix', async ({ context, page: acme, signIn }) => {
  needsResource()
  await signIn('frida')
  const [inAcme, inInitech] = [unique('Made-in-the-Acme-tab'), unique('Made-in-the-Initech-tab')]
  const initech = await context.newPage()
  await acme.goto(`/o/acme/${resource.path}/new`)
  await initech.goto(`/o/initech/${resource.path}/new`)
  // The session is in Initech now; what the Acme tab does still belongs to Acme.
  await acme.getByLabel(resource.field).fill(inAcme)
  await acme.getByRole('button', { name: resource.create }).click()
  await expect(acme).toHaveURL(`/o/acme/${resource.path}`)
  await initech.getByLabel(resource.field).fill(inInitech)
  await initech.getByRole('button', { name: resource.create }).click()
  await expect(initech).toHaveURL(`/o/initech/${resource.path}`)
  await acme.goto(`/o/acme/${resource.path}`)
  await expect(acme.getByText(inAcme)).toBeVisible()
  await expect(acme.getByText(inInitech)).toHaveCount(0)
  await initech.goto(`/o/initech/${resource.path}`)
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
