import type { BrowserContext, Page } from '@playwright/test'
import { dataDir } from '../playwright.config'
import { ageSignIns } from './old-sign-in'
import { expect, password, signInByRequest, test, unique } from './fixtures'

// The identity provider on this machine (identity-provider.mjs), named on buttons by its host.
const continueWith = /^Continue with 127\.0\.0\.1/
const connect = /^Connect 127\.0\.0\.1/

const someone = () => {
  const subject = unique('subject')
  return { subject, email: `${unique('person')}@example.com` }
}

/** Fills in the provider's own page, which the browser is on. */
async function logIn(page: Page, login: string): Promise<void> {
  await page.getByLabel('Login').fill(login)
  await page.getByRole('button', { name: 'Log in' }).click()
}

async function signUp(page: Page, path = '/sign-in') {
  const person = someone()
  await page.goto(path)
  await page.getByRole('button', { name: continueWith }).click()
  await logIn(page, `${person.subject} ${person.email}`)
  await page.waitForURL('http://localhost:*/**')
  return person
}

const signOut = (context: BrowserContext) => context.clearCookies({ domain: 'localhost' })
const logOut = (context: BrowserContext) => context.clearCookies({ domain: '127.0.0.1' })

test('a new person comes by a provider, creates an account, and signs in again', async ({ page, context }) => {
  const person = await signUp(page, '/sign-up')
  await expect(page).toHaveURL('/organizations/new')
  await page.goto('/account')
  await expect(page.locator('#email').getByText(person.email)).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue(`Person ${person.subject}`)
  await signOut(context)
  // The provider still knows the browser. The page that was asked for first is kept.
  await page.goto('/account/security')
  await page.getByRole('button', { name: continueWith }).click()
  await expect(page).toHaveURL('/account/security')
  await expect(page.getByText(`${person.email} · connected`)).toBeVisible()
})

test('works without a script', async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await signUp(page, '/sign-in?callbackUrl=%2Faccount')
  await expect(page).toHaveURL('/account')
})

test('an invitation is kept, and answered with the address that the provider has verified', async ({
  page,
  signIn,
  newestMail,
  browser,
}) => {
  await signIn('jane')
  const { subject, email } = someone()
  await page.goto('/o/acme/invitations/new')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL('/o/acme/invitations')
  const [path] = /\/invitations\/[\w-]{43}/.exec((await newestMail(email)).text)!
  const invited = await (await browser.newContext()).newPage()
  await invited.goto(path!)
  await invited.getByRole('button', { name: continueWith }).click()
  await logIn(invited, `${subject} ${email}`)
  await expect(invited).toHaveURL(path!)
  await invited.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(invited).toHaveURL('/o/acme')
})

test('a person connects a provider, signs in with it, and removes it', async ({
  page,
  context,
  newestMail,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Lin Kerr')
  await page.goto('/account/security')
  await page.getByRole('button', { name: connect }).click()
  const other = someone()
  await logIn(page, `${other.subject} ${other.email}`)
  await expect(page.getByText('The account is connected.')).toBeVisible()
  expect((await newestMail(email)).subject).toContain('was connected to your')

  await signOut(context)
  await page.goto('/sign-in')
  await page.getByRole('button', { name: continueWith }).click()
  await expect(page).toHaveURL('/organizations/new')
  await page.goto('/account')
  await expect(page.locator('#email').getByText(email)).toBeVisible()

  await page.goto('/account/security')
  await page.getByRole('button', { name: /^Remove (?!password)/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('is no longer connected.').first()).toBeVisible()
  expect((await newestMail(email)).subject).toContain('was removed from your')
})

test('the last way in cannot be removed', async ({ page }) => {
  await signUp(page)
  await page.goto('/account/security')
  await page.getByRole('button', { name: /^Remove (?!password)/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('This is your only way to sign in.').first()).toBeVisible()
})

test('a person who has only a provider confirms with it in another tab, and loses nothing', async ({
  page,
  context,
}) => {
  const { subject, email } = await signUp(page)
  await expect(page).toHaveURL('/organizations/new')
  await ageSignIns(dataDir, email)
  await page.goto('/account')
  const next = `${unique('new')}@example.com`
  await page.getByLabel('New email').fill(next)
  await page.getByRole('button', { name: 'Send link' }).click()
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: 'Use a connected account' }).click()
  const tab = await opened
  await tab.getByRole('button', { name: continueWith }).click()
  await logIn(tab, `${subject} ${email}`)
  await expect(page.getByText(`Open the link we sent to ${next}`)).toBeVisible()
})

test('A217 an equal address connects nothing: the person signs in as before', async ({
  page,
  context,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Vic Tim')
  await signOut(context)
  await page.goto('/sign-in?callbackUrl=%2Faccount')
  await page.getByRole('button', { name: continueWith }).click()
  await logIn(page, `${unique('thief')} ${email}`)
  await expect(page.getByText('Sign in the way you did before')).toBeVisible()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/account')
})

test('A217 an address that the provider has not verified opens nothing', async ({ page }) => {
  const { subject, email } = someone()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: continueWith }).click()
  await logIn(page, `${subject} ${email} unverified`)
  await expect(page.getByText('hasn’t verified your email address')).toBeVisible()
})

test('A216 who signed up with the address first keeps no way in', async ({ page, request }) => {
  const { subject, email } = someone()
  await request.post('/api/sign-up', { data: { name: 'Thief', email, password } })
  await signInByRequest(request, email)
  await page.goto('/sign-in')
  await page.getByRole('button', { name: continueWith }).click()
  await logIn(page, `${subject} ${email}`)
  await expect(page).toHaveURL('/organizations/new')
  expect(await (await request.get('/api/auth/session')).json()).toEqual({})
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { csrfToken, email, password, json: 'true' }
  expect((await request.post('/api/auth/callback/credentials', { form })).status()).toBe(401)
})

test('A185 a flow with the state of another browser is refused, and can be begun again', async ({
  page,
  context,
  browser,
}) => {
  const { subject, email } = someone()
  const name = 'next-auth.state'
  const other = await browser.newContext()
  for (const each of [await other.newPage(), page]) {
    await each.goto('/sign-in')
    await each.getByRole('button', { name: continueWith }).click()
    await expect(each.getByLabel('Login')).toBeVisible()
  }
  const foreign = (await other.cookies()).find((cookie) => cookie.name === name)!
  await context.addCookies([foreign])
  await logIn(page, `${subject} ${email}`)
  await expect(page.getByText('We couldn’t sign you in.')).toBeVisible()
  await page.getByRole('button', { name: continueWith }).click()
  await expect(page).toHaveURL('/organizations/new')
})

test('a flow that began on the page of an account connects nothing in another session', async ({
  page,
  context,
  signIn,
  signInAsNewcomer,
}) => {
  await signInAsNewcomer('Ann Ears')
  await page.goto('/account/security')
  await page.getByRole('button', { name: connect }).click()
  await expect(page.getByLabel('Login')).toBeVisible()
  await signIn('nora')
  await logIn(page, `${unique('subject')} ${unique('x')}@example.com`)
  await expect(page.getByText('You were signed out in the meantime.')).toBeVisible()
  const { data } = await (await context.request.get('/api/account/connections')).json()
  expect(data).toEqual([])
  await logOut(context)
})
