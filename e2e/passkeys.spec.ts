// Passkeys, with Chromium's virtual authenticator: added, used from the button, the field and after a password, and removed.
import type { CDPSession, Page } from '@playwright/test'
import { dataDir } from '../playwright.config'
import { expect, password, submit, test } from './fixtures'
import { ageSignIns } from './old-sign-in'

/** A device with a fingerprint reader that always recognizes its person. */
async function addDevice(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return cdp
}

async function addPasskey(page: Page, name: string) {
  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Your passkey is added' })).toBeFocused()
  await page.getByRole('link', { name: 'I’ve saved them' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('never used')
}

/** Call before the first page: signing out leads to the field for the address, where the virtual device would sign in at once. */
const withoutAutofill = (page: Page) =>
  page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)
  })

const signOut = (page: Page) => submit(page.getByRole('button', { name: 'Sign out' }))

test('a person adds a passkey, signs in with the button, renames and removes it', async ({
  page,
  signInAsNewcomer,
  newestMail,
}) => {
  await withoutAutofill(page)
  const { email } = await signInAsNewcomer('Passkey Person')
  await addDevice(page)
  await addPasskey(page, 'My laptop')
  expect((await newestMail(email)).subject).toContain('passkey was added')
  expect(await (await page.request.get('/api/account')).json()).toMatchObject({ two_factor: true })
  await signOut(page)

  await page.goto('/sign-in?callbackUrl=/account/security')
  await page.getByRole('button', { name: 'Continue with a passkey' }).click()
  await expect(page).toHaveURL('/account/security')
  const row = page.getByRole('listitem').filter({ hasText: 'My laptop' })
  await expect(row).toContainText('last used')

  await row.getByRole('button', { name: 'Rename My laptop' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Work laptop')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('Passkey renamed to “Work laptop”.')).toBeVisible()
  await page.getByRole('button', { name: 'Remove Work laptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove passkey' }).click()
  await expect(page.getByText('Passkey “Work laptop” removed.')).toBeVisible()
  expect((await newestMail(email)).subject).toContain('passkey was removed')
})

test('the field for the address offers a passkey and signs in with it', async ({ page, signInAsNewcomer }) => {
  await signInAsNewcomer('Autofilled')
  await addDevice(page)
  await addPasskey(page, 'Phone')
  await signOut(page)
  // The virtual device answers at once; a person chooses from the list of the field.
  await page.goto('/sign-in?callbackUrl=/account/sessions')
  await expect(page).toHaveURL('/account/sessions')
})

test('a passkey is the second factor after a password, and confirms an old sign-in', async ({
  page,
  signInAsNewcomer,
}) => {
  await withoutAutofill(page)
  const { email } = await signInAsNewcomer('Both')
  await addDevice(page)
  await addPasskey(page, 'Key')
  await signOut(page)
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Confirm with your passkey.')).toBeVisible()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page).toHaveURL('/organizations')

  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Remove password' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove password' }).click()
  await expect(page.getByText('Password removed.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Set password' })).toBeVisible()
  await page.getByRole('button', { name: 'Remove Key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove passkey' }).click()
  await expect(page.getByText('This is your only way to sign in.')).toBeVisible()
})

test('an old sign-in is not left on the page for a new passkey, which could not ask for a proof', async ({
  page,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Late')
  await page.goto('/account/security/passkeys/new')
  await expect(page.getByRole('button', { name: 'Create passkey' })).toBeVisible()
  await ageSignIns(dataDir, email)
  await page.reload()
  await expect(page).toHaveURL('/account/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByRole('dialog', { name: 'Confirm that it is you' })).toBeVisible()
})

test('a browser that lets the person cancel says so, and the password still works', async ({
  page,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Canceling')
  await signOut((await page.goto('/account'), page))
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await withoutAutofill(page)
  await page.addInitScript(() => {
    navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Continue with a passkey' }).click()
  await expect(page.getByText('No passkey was used.')).toBeVisible()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/organizations')
})

test('the sign-in page loads the code for passkeys only when it is needed, and at most 145 kB of JavaScript', async ({
  page,
  request,
}) => {
  const { gzipSync } = await import('node:zlib')
  const html = await (await request.get('/sign-in')).text()
  const tags = (html.match(/<script\b[^>]*\bsrc="[^"]+"[^>]*>/g) ?? []).filter((tag) => !/\bnomodule\b/i.test(tag))
  const sources = new Set(tags.map((tag) => /\bsrc="([^"]+)"/.exec(tag)![1]!.replaceAll('&amp;', '&')))
  const scripts = await Promise.all([...sources].map(async (source) => (await request.get(source)).body()))
  expect(scripts.filter((script) => script.includes('publickey-credentials'))).toEqual([])
  expect(scripts.reduce((sum, script) => sum + gzipSync(script).length, 0) / 1000).toBeLessThanOrEqual(145)
  expect(page.url()).toBe('about:blank')
})
