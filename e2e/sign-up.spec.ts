import { expect, test, unique } from './fixtures'

test('a new person signs up, verifies the address, and creates an organization', async ({ page, newestMail }) => {
  const email = `${unique('new')}@example.com`
  await page.goto('/')
  await page.getByRole('link', { name: 'Sign up' }).first().click()
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByText('Some fields need your attention.')).toBeVisible()
  await page.getByLabel('Name').fill('Ada Newcomer')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('short')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByText('One field needs your attention.')).toBeVisible()
  await expect(page.getByText('Use 8 characters or more.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Ada Newcomer')
  await expect(page.getByLabel('Email')).toHaveValue(email)
  await page.getByLabel('Password').fill('a password of my own')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByRole('heading', { name: /inbox/i })).toBeVisible()

  // Signed in, but not verified: nothing can be created yet.
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('a password of my own')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/organizations')
  await expect(page.getByRole('button', { name: 'Create organization' })).toHaveCount(0)
  await expect(page.getByText('Verify your email address').first()).toBeVisible()

  const link = /\/verify-email\?token=[\w-]+/.exec((await newestMail(email)).text)![0]
  // A mail scanner opens the link first: that does not use it up.
  await page.request.get(link)
  await page.goto(link)
  await page.getByRole('button', { name: 'Verify email' }).click()
  await expect(page).toHaveURL('/organizations/new')

  const slug = unique('ada')
  await page.getByLabel('Organization name').fill('Ada & Söhne')
  await expect(page.getByLabel('Slug')).toHaveValue('ada-sohne')
  await page.getByLabel('Slug').fill('admin')
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page.getByText(/reserved/).first()).toBeVisible()
  await expect(page.getByLabel('Organization name')).toHaveValue('Ada & Söhne')
  await page.getByLabel('Slug').fill('acme')
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page.getByText(/taken/).first()).toBeVisible()
  await page.getByLabel('Slug').fill(slug)
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page).toHaveURL(`/o/${slug}`)
  await expect(page.getByRole('button', { name: 'Switch organization, Ada & Söhne' })).toBeVisible()
})

test('F2 a verification link opened elsewhere asks for the password of the sign-up, then signs in', async ({
  page,
  newestMail,
  request,
}) => {
  const email = `${unique('elsewhere')}@example.com`
  await request.post('/api/sign-up', { data: { name: 'Elsa Where', email, password: 'a password of my own' } })
  await page.goto(/\/verify-email\?token=[\w-]+/.exec((await newestMail(email)).text)![0])
  await expect(page.getByText('someone else entered your address')).toBeVisible()
  await page.getByLabel('Password').fill('not that one')
  await page.getByRole('button', { name: 'Verify email' }).click()
  await expect(page.getByText('This is not the password of the account').first()).toBeVisible()
  await page.getByLabel('Password').fill('a password of my own')
  await page.getByRole('button', { name: 'Verify email' }).click()
  await expect(page).toHaveURL('/organizations/new')
  await expect(page.getByRole('button', { name: 'Create organization' }).first()).toBeVisible()
})

test('a used verification link says so and offers another', async ({ page, newestMail, request }) => {
  const email = `${unique('used')}@example.com`
  const password = 'a password of my own'
  await request.post('/api/sign-up', { data: { name: 'Used', email, password } })
  const link = /\/verify-email\?token=([\w-]+)/.exec((await newestMail(email)).text)!
  expect((await request.post('/api/verify-email', { data: { token: link[1], password } })).status()).toBe(200)
  await page.goto(link[0])
  await expect(page.getByText('This link has been used or has expired.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Verify email' })).toHaveCount(0)
  await page.getByRole('link', { name: 'sign in' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/organizations/)
  await page.goto(link[0])
  await expect(page.getByRole('heading', { name: 'Your email address is verified' })).toBeVisible()
  await expect(page.getByText(`You are signed in as ${email}, and that address is verified.`)).toBeVisible()
  await page.getByRole('link', { name: 'Continue' }).click()
  await expect(page).toHaveURL(/\/organizations/)
})

test('a forgotten password is replaced through the mailed link', async ({ page, newestMail, request }) => {
  const email = `${unique('forgot')}@example.com`
  await request.post('/api/sign-up', { data: { name: 'Forgetful', email, password: 'the old password' } })
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot password?' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send reset link' }).click()
  await expect(page.getByText(email)).toBeVisible()
  const link = /\/reset-password\?token=[\w-]+/.exec((await newestMail(email)).text)![0]
  // A mail scanner opens the link first: that does not use it up.
  await page.request.get(link)
  await page.goto(link)
  await page.getByLabel('Password').fill('the new password')
  await page.getByRole('button', { name: 'Set new password' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  // Opened once more, it says at once that it was used, before anything is typed.
  await page.goto(link)
  await expect(page.getByText('This link has been used or has expired.')).toBeVisible()
  await expect(page.getByLabel('Password')).toHaveCount(0)
  await page.getByRole('link', { name: 'Send a new link' }).click()
  await expect(page).toHaveURL('/forgot-password')
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('the new password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/organizations')
})

test('two screens lead from the sign-up to work: the code, and the organization by the domain of the address', async ({
  page,
  newestMail,
}) => {
  const company = unique('widgets')
  const email = `ada@${company}.dev`
  await page.goto('/sign-up')
  await page.getByLabel('Name').fill('Ada Widget')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('a password of my own')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible()
  await page.getByLabel('Code').fill(/^(\d{6})$/m.exec((await newestMail(email)).text)![1]!)
  await page.getByRole('button', { name: 'Verify email' }).click()
  await expect(page).toHaveURL('/organizations/new')
  await expect(page.getByLabel('Slug')).toHaveValue(company)
  await expect(page.getByText('It’s available.')).toBeVisible()
  await page.getByLabel('Slug').fill('acme')
  await expect(page.getByText('It’s taken.')).toBeVisible()
  await page.getByLabel('Slug').fill(company)
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page).toHaveURL(`/o/${company}`)
})

test('the mailed link needs no password in the browser of the sign-up, and leads where the person wanted to go', async ({
  page,
  newestMail,
}) => {
  const email = `${unique('kept')}@example.com`
  await page.goto('/sign-up?callbackUrl=%2Faccount%2Fsessions')
  await page.getByLabel('Name').fill('Kep Tpage')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('a password of my own')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible()
  await page.goto(/\/verify-email\?token=[\w-]+/.exec((await newestMail(email)).text)![0])
  await expect(page.getByLabel('Password')).toHaveCount(0)
  await page.getByRole('button', { name: 'Verify email' }).click()
  await expect(page).toHaveURL('/account/sessions')
})

test('the mail of a sign-up is sent again on request', async ({ browser, newestMail }) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    const email = `${unique('again')}@example.com`
    await page.goto('/sign-up')
    await page.getByLabel('Name').fill('Ada Again')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill('a password of my own')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('button', { name: 'Send it again' }).click()
    await expect(page.getByText('Another email is on its way to your inbox.')).toBeVisible()
    await page.getByLabel('Code').fill(/^(\d{6})$/m.exec((await newestMail(email)).text)![1]!)
    await page.getByRole('button', { name: 'Verify email' }).click()
    await expect(page).toHaveURL('/organizations/new')
  }
})
