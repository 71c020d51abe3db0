import AxeBuilder from '@axe-core/playwright'
import { expect, test, unique } from './fixtures'

const codeOf = ({ subject }: { subject: string }) => /^(\d{6}) is your/.exec(subject)![1]!
const linkOf = ({ text }: { text: string }) => /\/sign-in\/code\?code=\d{6}/.exec(text)![0]

test('a person signs in by a mailed code, and arrives at the page that was asked for', async ({
  page,
  context,
  newestMail,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Cody Coder')
  await context.clearCookies()
  await page.goto('/account/sessions')
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(page.getByText('Enter an email address like')).toBeVisible()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(page).toHaveURL('/sign-in/code')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByLabel('Code').fill('12')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Enter the six digits from the email.')).toBeVisible()
  const code = codeOf(await newestMail(email))
  await page.getByLabel('Code').fill(code.replace(/^./, (digit) => String((Number(digit) + 1) % 10)))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('This isn’t the code')).toBeVisible()
  await page.getByLabel('Code').fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/account/sessions')
})

test('the mailed link opens nothing elsewhere, and has one button where it was asked for', async ({
  page,
  context,
  browser,
  newestMail,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Lena Link')
  await context.clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(page).toHaveURL('/sign-in/code')
  const link = linkOf(await newestMail(email))
  // A scanner opens it, and so does another browser.
  await page.request.get(link)
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await expect(other.getByRole('heading', { name: 'Return to the browser you started in' })).toBeVisible()
  await expect(other.getByText(link.slice(-6))).toBeVisible()
  await expect(other.getByRole('button')).toHaveCount(await other.getByRole('banner').getByRole('button').count())
  expect(await (await other.request.get('/api/auth/session')).json()).toEqual({})

  await page.goto(link)
  await expect(page.getByLabel('Code')).toHaveValue(link.slice(-6))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/organizations')
})

test('A200 an address without an account sees the same pages, also without a script', async ({
  browser,
  newestMail,
}) => {
  const email = `${unique('nobody')}@example.com`
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(page).toHaveURL('/sign-in/code')
  await page.getByLabel('Code').fill('123456')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('This isn’t the code')).toBeVisible()
  expect((await newestMail(email)).subject).toMatch(/^There is no/)
})

test('works without a script', async ({ page, browser, newestMail, signInAsNewcomer }) => {
  const { email } = await signInAsNewcomer('Nora Script')
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await plain.goto('/sign-in?callbackUrl=%2Faccount')
  await plain.getByLabel('Email').fill(email)
  await plain.getByRole('button', { name: 'Email me a code' }).click()
  await plain.getByLabel('Code').fill(codeOf(await newestMail(email)))
  await plain.getByRole('button', { name: 'Sign in' }).click()
  await expect(plain).toHaveURL('/account')
  await page.close()
})
