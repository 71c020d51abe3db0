// Sign-up on a server with SIGN_UP_PROOF_OF_WORK=on.
import type { Page } from '@playwright/test'
import { expect, password, test, unique } from './fixtures'

async function fillIn(page: Page, email: string) {
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('Honest Person')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
}

const proofOf = (page: Page) => page.locator('input[name="proof_of_work"]')

test('a browser proves its work while the person types, and nothing is asked of them', async ({ page, newestMail }) => {
  const email = `${unique('honest')}@example.com`
  await fillIn(page, email)
  await expect(proofOf(page)).not.toHaveValue('')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page).toHaveURL(/check-inbox/)
  expect((await newestMail(email)).subject).toContain('Verify')
})

test('a person who is faster than their browser waits, and signs up with one press', async ({ page, newestMail }) => {
  // A slow device: its hashes wait until the test lets them go.
  await page.addInitScript(() => {
    const digest = crypto.subtle.digest.bind(crypto.subtle)
    const open = new Promise<void>((resolve) => Object.assign(window, { openDigest: resolve }))
    crypto.subtle.digest = async (...args) => open.then(() => digest(...args))
  })
  const email = `${unique('fast')}@example.com`
  await fillIn(page, email)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(proofOf(page)).toHaveValue('')
  await expect(page).toHaveURL('/sign-up')
  await page.evaluate(() => (window as unknown as { openDigest: () => void }).openDigest())
  await expect(page).toHaveURL(/check-inbox/)
  expect((await newestMail(email)).subject).toContain('Verify')
})

test('A198 a forged proof is refused in place, with everything that was typed, and mails nothing', async ({
  page,
  newestMail,
}) => {
  const email = `${unique('forged')}@example.com`
  await fillIn(page, email)
  await expect(proofOf(page)).not.toHaveValue('')
  const forged = await proofOf(page).evaluate((field: HTMLInputElement) => {
    const proof = JSON.parse(atob(field.value)) as { number: number }
    return (field.value = btoa(JSON.stringify({ ...proof, number: proof.number + 1 })))
  })
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByText('Your browser hasn’t finished its check.')).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(email)
  expect(await newestMail(email)).toBeUndefined()

  const headers = { origin: new URL(page.url()).origin }
  for (const proof_of_work of [undefined, 'x', forged]) {
    const data = { name: 'Forger', email, password, proof_of_work }
    const refused = await page.request.post('/api/sign-up', { data, headers })
    expect([refused.status(), (await refused.json()).errors[0].path]).toEqual([422, 'proof_of_work'])
  }
  expect(await newestMail(email)).toBeUndefined()
})
