// An authenticator app and recovery codes, in the browser: set-up, the second step of a sign-in, confirmations, and an
// organization that requires it. Each journey has a person of its own.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import { dataDir } from '../playwright.config'
import { expect, password, submit, test, unique } from './fixtures'
import { ageSignIns } from './old-sign-in'

/** The code that an app shows `steps` half minutes from now. Each works once, so a journey takes a later one each time. */
const codeOf = (secret: string, steps: number) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 })

/** Sets up an app from the page of the account. Out: its secret and the recovery codes. */
async function setUpApp(page: Page) {
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
  const secret = await page.getByLabel('Secret', { exact: true }).inputValue()
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.getByRole('button', { name: 'Confirm the code' }).click()
  await expect(page.getByText('This is not the code that your app shows now.')).toBeVisible()
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 0))
  await page.getByRole('button', { name: 'Confirm the code' }).click()
  await expect(page.getByRole('heading', { name: 'Your authenticator app is set up' })).toBeFocused()
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents()
  expect(codes).toHaveLength(10)
  return { secret, codes }
}

async function typePassword(page: Page, email: string) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
}

test('a person sets up an app, signs in with its code, and with a recovery code when it is lost', async ({
  page,
  signInAsNewcomer,
  newestMail,
}) => {
  const { email } = await signInAsNewcomer('Careful')
  await page.goto('/account/security')
  const { secret, codes } = await setUpApp(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toBe('recovery-codes.txt')
  await page.getByRole('link', { name: 'I’ve saved them' }).click()
  await expect(page.getByText('10 are left.')).toBeVisible()
  expect((await newestMail(email)).subject).toContain('authenticator app was added')
  await submit(page.getByRole('button', { name: 'Sign out' }))

  await page.goto('/sign-in?callbackUrl=/account/sessions')
  await typePassword(page, email)
  expect((await page.request.get('/api/account')).status()).toBe(401)
  await page.getByLabel('Code', { exact: true }).fill('123')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page.getByText('Enter the six digits that your app shows.')).toBeVisible()
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 1))
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page).toHaveURL('/account/sessions')
  await submit(page.getByRole('button', { name: 'Sign out' }))

  await typePassword(page, email)
  await page.getByText('Use a recovery code').click()
  await page.getByLabel('Recovery code').fill('nonsense')
  await page.getByRole('button', { name: 'Continue with the recovery code' }).click()
  await expect(page.getByText('This recovery code isn’t yours')).toBeVisible()
  await page.getByLabel('Recovery code').fill(codes[0]!)
  await page.getByRole('button', { name: 'Continue with the recovery code' }).click()
  await expect(page.getByText('You have 9 left.')).toBeVisible()
  const told = await newestMail(email)
  expect(told.subject + told.text).toContain('recovery code')
})

test('new recovery codes replace the old ones', async ({ page, signInAsNewcomer }) => {
  const { email } = await signInAsNewcomer('Renewing')
  await page.goto('/account/security/recovery-codes')
  await expect(page, 'without a second factor there are no codes').toHaveURL('/account/security')
  const { codes } = await setUpApp(page)
  await page.getByRole('link', { name: 'I’ve saved them' }).click()
  await page.getByRole('link', { name: 'Create new codes' }).click()
  await expect(page.getByText('The ones you have now stop working immediately.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: 'Create new codes' }).click()
  await expect(page.getByRole('heading', { name: 'Your new recovery codes' })).toBeFocused()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const renewed = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents()
  await page.getByRole('link', { name: 'I’ve saved them' }).click()
  await submit(page.getByRole('button', { name: 'Sign out' }))

  await page.goto('/sign-in?callbackUrl=/account/sessions')
  await typePassword(page, email)
  await page.getByText('Use a recovery code').click()
  await page.getByLabel('Recovery code').fill(codes[0]!)
  await page.getByRole('button', { name: 'Continue with the recovery code' }).click()
  await expect(page.getByText('This recovery code isn’t yours')).toBeVisible()
  await page.getByLabel('Recovery code').fill(renewed[0]!)
  await page.getByRole('button', { name: 'Continue with the recovery code' }).click()
  await expect(page).toHaveURL('/account/sessions')
})

test('an old sign-in is confirmed with the code, and nothing typed is lost', async ({ page, signInAsNewcomer }) => {
  const { email } = await signInAsNewcomer('Confirming')
  await page.goto('/account/security')
  const { secret } = await setUpApp(page)
  await page.getByRole('link', { name: 'I’ve saved them' }).click()
  await submit(page.getByRole('button', { name: 'Sign out' }))
  await page.goto('/sign-in')
  await typePassword(page, email)
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 1))
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page).toHaveURL('/organizations')

  const answer = await page.request.post('/api/session/confirm', {
    data: { password },
    headers: { origin: new URL(page.url()).origin },
  })
  expect([answer.status(), (await answer.json()).code]).toEqual([401, 'invalid_credentials'])
  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Remove the app' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the app' }).click()
  await expect(page.getByText('Your authenticator app is removed.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Set up an authenticator app' })).toBeVisible()
})

test('a program that signs in gets a clear answer, and finishes with one more call', async ({
  page,
  playwright,
  baseURL,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Programmer')
  await page.goto('/account/security')
  const { secret } = await setUpApp(page)
  const program = await playwright.request.newContext({ baseURL: baseURL! })
  const { csrfToken } = await (await program.get('/api/auth/csrf')).json()
  const form = { csrfToken, email, password, json: 'true' }
  const first = await program.post('/api/auth/callback/credentials', { form })
  expect([first.status(), (await first.json()).code]).toEqual([401, 'second_factor_pending'])
  expect(await (await program.get('/api/auth/session')).json()).toEqual({})
  const second = await program.post('/api/session/second-factor', { data: { code: codeOf(secret, 1) } })
  expect([second.status(), (await second.json()).recovery_codes_left]).toEqual([200, null])
  expect((await (await program.get('/api/auth/session')).json()).user.email).toBe(email)
  await program.dispose()
})

test('an organization requires it, leads a member through the set-up and back', async ({
  page,
  browser,
  signInAsNewcomer,
}) => {
  const owner = await signInAsNewcomer('Strict Owner')
  const slug = unique('strict').toLowerCase()
  const origin = {
    origin: new URL(page.url() === 'about:blank' ? test.info().project.use.baseURL! : page.url()).origin,
  }
  await page.request.post('/api/organizations', { data: { name: 'Strict', slug }, headers: origin })
  await page.goto(`/o/${slug}/settings`)
  await page.getByRole('button', { name: 'Require a second factor' }).click()
  await expect(page.getByText('Set up a second factor of your own first')).toBeVisible()

  const member = await browser.newContext()
  const newcomer = await signInAsNewcomer('New Member', member)
  await page.request.post('/api/v1/invitations', { data: { email: newcomer.email, role: 'member' }, headers: origin })
  const theirs = await member.newPage()
  await theirs.goto('/organizations')
  await theirs.getByRole('button', { name: 'Accept' }).first().click()
  await expect(theirs).toHaveURL(`/o/${slug}`)

  await page.goto('/account/security')
  await setUpApp(page)
  await page.goto(`/o/${slug}/settings`)
  await page.getByLabel('Starts').selectOption('7')
  await page.getByRole('button', { name: 'Require a second factor' }).click()
  await expect(page.getByText('Required', { exact: true })).toBeVisible()
  await theirs.goto(`/o/${slug}/members`)
  await expect(theirs.getByRole('complementary', { name: 'Second factor' })).toContainText('requires a second factor')

  await page.getByRole('button', { name: 'Stop requiring it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop requiring it' }).click()
  await page.getByLabel('Starts').selectOption('0')
  await page.getByRole('button', { name: 'Require a second factor' }).click()
  await expect(page.getByText('Members need a second factor now.')).toBeVisible()

  await theirs.goto(`/o/${slug}/members?sort=joined`)
  await expect(theirs).toHaveURL(/\/account\/security\?callbackUrl=/)
  await expect(theirs.getByText('Strict requires a second factor')).toBeVisible()
  expect((await theirs.request.get('/api/v1/members')).status()).toBe(403)
  await setUpApp(theirs)
  await theirs.getByRole('link', { name: 'I’ve saved them' }).click()
  await expect(theirs).toHaveURL(`/o/${slug}/members?sort=joined`)
  expect(owner.email).not.toBe(newcomer.email)
  await member.close()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('an old sign-in does not see the secret of a new app, and confirms its code with a proof', async ({
    page,
    signInAsNewcomer,
  }) => {
    const { email } = await signInAsNewcomer('Slow')
    await page.goto('/account/security')
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    const secret = await page.getByLabel('Secret', { exact: true }).inputValue()
    await ageSignIns(dataDir, email)
    const elsewhere = await page.context().newPage()
    await elsewhere.goto('/account/security/authenticator')
    await expect(elsewhere).toHaveURL('/account/security')
    await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 0))
    await page.getByRole('button', { name: 'Confirm the code' }).click()
    await expect(page.getByText('Confirm that it is you')).toBeVisible()
    await expect(page.getByLabel('Secret', { exact: true })).toHaveCount(0)
    await page.getByLabel('Password').fill(password)
    await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 0))
    await page.getByRole('button', { name: 'Confirm the code' }).click()
    await expect(page.getByRole('heading', { name: 'Your authenticator app is set up' })).toBeVisible()
  })

  test('an app is set up, asked for, and a recovery code stands in for it', async ({ page, signInAsNewcomer }) => {
    const { email } = await signInAsNewcomer('Scriptless')
    await page.goto('/account/security')
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    const secret = await page.getByLabel('Secret', { exact: true }).inputValue()
    await page.getByLabel('Code', { exact: true }).fill('12')
    await page.getByRole('button', { name: 'Confirm the code' }).click()
    await expect(page.getByText('Enter the six digits that your app shows.')).toBeVisible()
    await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 0))
    await page.getByRole('button', { name: 'Confirm the code' }).click()
    const shown = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    await expect(shown).toHaveCount(10)
    const codes = await shown.allTextContents()

    await page.context().clearCookies()
    await page.goto('/sign-in?callbackUrl=/account')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Use a passkey' })).toHaveCount(0)
    await page.getByText('Use a recovery code').click()
    await page.getByLabel('Recovery code').fill('wrong')
    await page.getByRole('button', { name: 'Continue with the recovery code' }).click()
    await expect(page.getByText('This recovery code isn’t yours')).toBeVisible()
    await page.getByLabel('Recovery code').fill(codes[3]!)
    await page.getByRole('button', { name: 'Continue with the recovery code' }).click()
    await expect(page).toHaveURL('/account')
  })
})
