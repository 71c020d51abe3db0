// On a server with TENANCY_MODE=single.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { singleDataDir } from '../playwright.config'
import { expect, password, signInByRequest, test, unique } from './fixtures'
import { ageSignIns } from './old-sign-in'

async function signUp(page: Page, newestMail: (to: string) => Promise<{ text: string }>) {
  const company = unique('Solo')
  const email = `${company.toLowerCase()}@example.com`
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('Solo Founder')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Organization name').fill(company)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page).toHaveURL(/check-inbox/)
  await page.goto(/\/verify-email\?token=[\w-]{43}/.exec((await newestMail(email)).text)![0])
  await page.getByRole('button', { name: 'Verify email' }).click()
  await expect(page).toHaveURL(/\/o\/solo-/)
  return { company, email, path: new URL(page.url()).pathname }
}

test('a person who signs up creates a company, and belongs to that one only', async ({ page, newestMail }) => {
  const { company, path } = await signUp(page, newestMail)
  await expect(page.getByRole('heading', { name: company })).toBeVisible()
  await expect(page.getByRole('button', { name: /Switch organization/ })).toHaveCount(0)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  for (const address of ['/organizations', '/organizations/new', '/']) {
    await page.goto(address)
    if (address !== '/') await expect(page).toHaveURL(path)
  }
  const second = await page.request.post('/api/organizations', {
    data: { name: 'Second' },
    headers: { origin: new URL(page.url()).origin },
  })
  expect([second.status(), (await second.json()).code]).toEqual([409, 'already_member_elsewhere'])
})

test('an invitation adds people, except those who belong to another organization', async ({
  page,
  browser,
  newestMail,
}) => {
  const { path } = await signUp(page, newestMail)
  await page.goto(`${path}/invitations/new`)
  await page.getByLabel('Email').fill('jane@example.com')
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL(`${path}/invitations`)
  const link = /\/invitations\/[\w-]{43}/.exec((await newestMail('jane@example.com')).text)![0]
  const jane = await browser.newContext()
  await signInByRequest(jane.request, 'jane@example.com')
  const hers = await jane.newPage()
  await hers.goto(link)
  await hers.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(hers.getByRole('alert').filter({ hasText: 'belongs to another organization' })).toBeVisible()
})

test('a new person signs up through an invitation, and joins the company', async ({ page, browser, newestMail }) => {
  const { company, email: founder, path } = await signUp(page, newestMail)
  const email = `${unique('newcomer')}@example.com`
  await page.goto(`${path}/invitations/new`)
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL(`${path}/invitations`)
  const theirs = await (await browser.newContext()).newPage()
  await theirs.goto(/\/invitations\/[\w-]{43}/.exec((await newestMail(email)).text)![0])
  await theirs.getByLabel('Name', { exact: true }).fill('New Comer')
  await theirs.getByLabel('Password').fill(password)
  await theirs.getByRole('button', { name: 'Sign up' }).click()
  await expect(theirs).toHaveURL(path)
  await expect(theirs.getByRole('heading', { level: 1, name: company })).toBeVisible()
  await expect(theirs.getByText('Your role:').filter({ hasText: 'Member' })).toBeVisible()
  // It is their only one: no organization of their own was created.
  await theirs.goto('/organizations')
  await expect(theirs).toHaveURL(path)
  await page.goto(`${path}/members`)
  await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible()

  await page.goto(`${path}/settings/danger`)
  await ageSignIns(singleDataDir, founder)
  await page.getByLabel('New owner').selectOption({ label: `New Comer (${email})` })
  await page.getByRole('button', { name: 'Offer ownership' }).click()
  const prompt = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await prompt.getByLabel('Password').fill(password)
  await prompt.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText(/Offered to New Comer by/)).toBeVisible()
  await theirs.goto(path)
  await theirs.getByRole('complementary', { name: 'Offer of ownership' }).getByRole('link').click()
  await theirs.getByRole('button', { name: 'Accept ownership' }).click()
  await expect(theirs).toHaveURL(path)
  await expect(theirs.getByText('Your role:').filter({ hasText: 'Owner' })).toBeVisible()
})

test('A213 an old sign-in is confirmed on the page, and typed text is kept', async ({ page, newestMail }) => {
  const { company, email, path } = await signUp(page, newestMail)
  await page.goto(`${path}/settings/danger`)
  await ageSignIns(singleDataDir, email)
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await page.getByLabel('Organization name').fill(company)
  await page.getByRole('dialog').getByRole('button', { name: 'Delete organization' }).click()
  const prompt = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await expect(prompt.getByLabel('Password')).toBeFocused()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await prompt.getByLabel('Password').fill('not my password')
  await page.keyboard.press('Enter')
  await expect(prompt.getByText('This is not your password.')).toBeVisible()
  await prompt.getByLabel('Password').fill(password)
  await prompt.getByRole('button', { name: 'Confirm' }).click()
  await expect(page).toHaveURL('/organizations')
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page).toHaveURL(path)
})

test('A348 an export asks for the password on the page, and then downloads on its own', async ({
  page,
  newestMail,
}) => {
  const { email, path } = await signUp(page, newestMail)
  await page.goto(`${path}/settings`)
  await ageSignIns(singleDataDir, email)
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export all data' }).click()
  const prompt = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await prompt.getByLabel('Password').fill(password)
  await prompt.getByRole('button', { name: 'Confirm' }).click()
  expect((await coming).suggestedFilename()).toMatch(/\.zip$/)
})

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false })

  test('A213 the form returns with the typed text, and asks for the password', async ({ page, newestMail }) => {
    const { company, email, path } = await signUp(page, newestMail)
    await page.goto(`${path}/settings/danger`)
    await ageSignIns(singleDataDir, email)
    await page.getByRole('button', { name: 'Delete organization' }).click()
    await page.getByLabel('Organization name').fill(company)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete organization' }).click()
    await expect(page.getByLabel('Organization name')).toHaveValue(company)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete organization' }).click()
    await expect(page).toHaveURL('/organizations')
    await expect(page.getByText('Deleted, restore until')).toBeVisible()
  })

  test('A348 an export asks for the password, and then downloads', async ({ page, newestMail }) => {
    const { email, path } = await signUp(page, newestMail)
    await page.goto(`${path}/settings`)
    await ageSignIns(singleDataDir, email)
    await page.getByRole('button', { name: 'Export all data' }).click()
    await expect(page.getByRole('link', { name: 'Download it here' })).toHaveCount(0)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Export all data' }).click()
    const coming = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download it here' }).click()
    expect((await coming).suggestedFilename()).toMatch(/\.zip$/)
  })
})
