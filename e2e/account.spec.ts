// What people change of their own account, in the browser. Each journey has a person of its own.
import sharp from 'sharp'
import { expect, openByShortcut, password, signInByRequest, test, unique } from './fixtures'

const picture = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: '#1a7f5a' } })
    .png()
    .toBuffer()

test('a person changes name, picture, time zone and theme', async ({ page, signInAsNewcomer }) => {
  await signInAsNewcomer('Ada Before')
  await page.goto('/organizations')
  await page.getByRole('link', { name: 'Your account, Ada Before' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible()

  await page.getByLabel('Name').fill('')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('This cannot be empty.')).toBeVisible()
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('Name saved.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Your account, Ada Lovelace' })).toBeVisible()

  const file = { name: 'me.png', mimeType: 'image/png', buffer: await picture() }
  await page.getByLabel('Picture').setInputFiles(file)
  await expect(page.getByRole('img', { name: 'Preview' })).toBeVisible()
  await page.getByRole('button', { name: 'Save picture' }).click()
  await expect(page.getByText('Picture saved.')).toBeVisible()
  await expect(page.getByRole('banner').locator('img[src^="/api/pictures/"]').first()).toBeAttached()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove picture' }).click()
  await expect(page.getByText('Picture removed.')).toBeVisible()
  await expect(page.locator('img[src^="/api/pictures/"]')).toHaveCount(0)

  await page.getByLabel('Time zone').selectOption('Asia/Tokyo')
  await page.getByLabel('Language and region').selectOption('en-GB')
  await page.getByRole('button', { name: 'Save preferences' }).click()
  await expect(page.getByText('Preferences saved.')).toBeVisible()
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo')
  await expect(page.getByLabel('Language and region')).toHaveValue('en-GB')
  await page.goto('/account/sessions')
  await expect(page.getByRole('main').locator('time').first()).toHaveAttribute('title', /UTC\+09:00$/)
})

test('the account leads back to the organization', async ({ page, signIn, signInAsNewcomer, context }) => {
  await signIn('frida')
  await page.goto('/o/initech/members')
  await page.getByRole('link', { name: /^Your account/ }).click()
  await page.getByRole('link', { name: 'Back to your organization' }).click()
  await expect(page).toHaveURL('/o/initech')
  await context.clearCookies()
  await signInAsNewcomer('Without Organization')
  await page.goto('/account/security')
  await page.getByRole('main').getByRole('link', { name: 'Your organizations' }).click()
  await expect(page).toHaveURL('/organizations')
})

test('saving one form keeps the focus and what another holds', async ({ page, signInAsNewcomer }) => {
  await signInAsNewcomer('Two Forms')
  await page.goto('/account')
  await page.getByLabel('New email').fill('half@exam')
  await page.getByLabel('Name').fill('Two Saved Forms')
  await page.getByRole('button', { name: 'Save name' }).press('Enter')
  await expect(page.getByText('Name saved.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Your account, Two Saved Forms' })).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Two Saved Forms')
  await expect(page.getByLabel('New email')).toHaveValue('half@exam')
  await expect(page.getByRole('button', { name: 'Save name' })).toBeFocused()
})

test('what one person typed is not saved for another who has signed in since', async ({
  page,
  context,
  signInAsNewcomer,
}) => {
  const second = await signInAsNewcomer('Second Person')
  await context.clearCookies()
  await signInAsNewcomer('First Person')
  await page.goto('/account')
  await page.getByLabel('Name').fill('Typed By The First')
  await signInByRequest(page.request, second.email)
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('Someone else is signed in here now, so nothing was saved.')).toBeVisible()
  expect(await (await page.request.get('/api/account')).json()).toMatchObject({ name: 'Second Person' })
})

test('what is typed while a form is saved stays', async ({ page, signInAsNewcomer }) => {
  await signInAsNewcomer('Quick Typist')
  await page.goto('/account')
  let answer = () => {}
  await page.route('/account', async (route) => {
    if (route.request().method() === 'POST') await new Promise<void>((resolve) => (answer = resolve))
    await route.continue()
  })
  await page.getByLabel('Name').fill('Quick')
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/account'))
  await page.getByLabel('Name').press('Enter')
  await sent
  await page.getByLabel('Name').pressSequentially(' Typist')
  answer()
  await expect(page.getByText('Name saved.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Quick Typist')
  expect(await (await page.request.get('/api/account')).json()).toMatchObject({ name: 'Quick' })
})

test('dates and numbers are written as the chosen region writes them, on the server and in the browser', async ({
  page,
  signInAsNewcomer,
  baseURL,
}) => {
  await signInAsNewcomer('Region Reader')
  const headers = { origin: baseURL! }
  const slug = unique('region')
  await page.request.post('/api/organizations', { headers, data: { name: 'Region', slug } })
  const written = async () => {
    await page.goto('/account/organizations')
    const since = await page
      .getByText(/since .*\d{4}/)
      .first()
      .innerText()
    await page.goto(`/o/${slug}/settings/audit-log`)
    const peak = page.getByText(/peak \d+ on/)
    const before = await peak.innerText()
    // It is the same after the browser has taken over; a difference would be an error on its console, too.
    await openByShortcut(page, ['ControlOrMeta+k'], page.getByRole('dialog', { name: 'Command palette' }))
    expect(await peak.innerText()).toBe(before)
    return [since, before]
  }
  expect(await written()).toEqual([
    expect.stringMatching(/since [A-Z][a-z]{2} \d{1,2}, \d{4}/),
    expect.stringMatching(/on [A-Z][a-z]+ \d{1,2}$/),
  ])
  await page.request.patch('/api/account', { headers, data: { locale: 'en-GB' } })
  expect(await written()).toEqual([
    expect.stringMatching(/since \d{1,2} [A-Z][a-z]{2,3} \d{4}/),
    expect.stringMatching(/on \d{1,2} [A-Z][a-z]+$/),
  ])
})

test('sessions of two browsers: one ends the other, which is signed out at once', async ({
  page,
  browser,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Two Browsers')
  const phone = await browser.newContext({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
  })
  await signInByRequest(phone.request, email)
  const theirs = await phone.newPage()
  await theirs.goto('/account')
  await expect(theirs.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible()

  await page.goto('/account/sessions')
  const rows = page.getByRole('main').getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.filter({ hasText: 'This browser' })).toContainText('signed in')
  await rows.filter({ hasText: 'Safari on iPhone' }).getByRole('button', { name: /^End/ }).click()
  await expect(page.getByText('The session of Safari on iPhone ended.')).toBeVisible()
  await expect(rows).toHaveCount(1)
  await theirs.reload()
  await expect(theirs).toHaveURL(/\/sign-in/)

  await signInByRequest(phone.request, email)
  await page.reload()
  await page.getByRole('button', { name: 'End all others' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End all others' }).click()
  await expect(page.getByText('All other sessions ended.')).toBeVisible()
  expect((await phone.request.get('/api/account')).status()).toBe(401)
  expect((await page.request.get('/api/account')).status()).toBe(200)
  await phone.close()
})

test('A150 a changed password ends other sessions, and the next sign-in takes it', async ({
  page,
  browser,
  signInAsNewcomer,
  newestMail,
}) => {
  const { email } = await signInAsNewcomer('Changer')
  const other = await browser.newContext()
  await signInByRequest(other.request, email)
  await page.goto('/account/security')
  const change = async (current: string, next: string) => {
    await page.getByLabel('Current password').fill(current)
    await page.getByLabel('New password').fill(next)
    await page.getByRole('button', { name: 'Change password' }).click()
  }
  await change('not my password', 'a password of next year')
  await expect(page.getByText('This is not your password.')).toBeVisible()
  await change(password, 'a password of next year')
  await expect(page.getByText('Password changed.')).toBeVisible()
  expect((await other.request.get('/api/account')).status()).toBe(401)
  await other.close()
  expect((await newestMail(email)).subject).toContain('password was changed')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('a password of next year')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/organizations')
})

test('a new address is proven, told to the old one, and taken back from there', async ({
  page,
  browser,
  signInAsNewcomer,
  newestMail,
}) => {
  const { email } = await signInAsNewcomer('Mover')
  const next = `${unique('next').toLowerCase()}@example.com`
  await page.goto('/account')
  await page.getByLabel('New email').fill(next)
  await page.getByRole('button', { name: 'Send link' }).click()
  await expect(page.getByText(`Open the link we sent to ${next}`)).toBeVisible()

  const link = /\/verify-email\?token=[\w-]+/.exec((await newestMail(next)).text)![0]
  await page.goto(link)
  expect(await (await page.request.get('/api/account')).json()).toMatchObject({ email })
  await page.getByRole('button', { name: 'Verify email' }).click()
  await expect(page).toHaveURL('/account')
  await expect(page.getByText('Your new email address is saved.')).toBeVisible()
  await expect(page.getByRole('main').getByText(next)).toBeVisible()

  const told = await newestMail(email)
  expect(told.subject).toContain('email address was changed')
  const owner = await browser.newPage()
  const undo = /\/undo-email-change\?token=[\w-]+/.exec(told.text)![0]
  await owner.goto(undo)
  expect((await page.request.get('/api/account')).status()).toBe(200)
  await owner.getByRole('button', { name: 'Undo the change' }).click()
  await expect(owner.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
  expect((await page.request.get('/api/account')).status()).toBe(401)
  await owner.getByLabel('Password').fill('a password after the undo')
  await owner.getByRole('button', { name: 'Set new password' }).click()
  await owner.getByLabel('Email').fill(email)
  await owner.getByLabel('Password').fill('a password after the undo')
  await owner.getByRole('button', { name: 'Sign in' }).click()
  await expect(owner).toHaveURL('/organizations')
  await owner.goto(undo)
  await expect(owner.getByText('This link has been used or has expired.')).toBeVisible()
  await owner.close()
})

test('a person begins in the organization that they choose, and leaves another', async ({
  page,
  baseURL,
  signInAsNewcomer,
}) => {
  const { email } = await signInAsNewcomer('Chooser')
  const create = async (name: string) => {
    const headers = { origin: baseURL! }
    return (await page.request.post('/api/organizations', { headers, data: { name } })).json()
  }
  const [first, last] = [await create(unique('First')), await create(unique('Last'))]
  await page.goto('/account/organizations')
  await page.getByRole('button', { name: `Make default: ${first.name}` }).click()
  await expect(page.getByText(`Your default organization is now ${first.name}.`)).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`/o/${first.slug}`)

  await page.goto('/account/organizations')
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: last.name })
  await row.getByRole('button', { name: 'Leave' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByText('An organization needs at least one owner.').first()).toBeVisible()
})

test('tabs fade only where a phone cuts them off, also after it is turned', async ({ page, signIn }) => {
  await signIn('jane')
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/account/data')
  const tabs = page.getByRole('navigation', { name: 'Account' })
  await expect(tabs.getByRole('link', { name: 'Data' })).toBeInViewport()
  await expect(tabs).toHaveCSS('--fade-start', '32px')
  await page.setViewportSize({ width: 700, height: 320 })
  await expect(tabs).toHaveCSS('--fade-start', '0px')
})

test('a person exports their data, and turns a notice off', async ({ page, signInAsNewcomer }) => {
  const { email } = await signInAsNewcomer('Exporter')
  await page.goto('/account/data')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export my data' }).click()
  const file = await (await download).createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of file) chunks.push(chunk as Buffer)
  expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ account: { email } })

  await page.goto('/account')
  await page.getByLabel('A change of my role in an organization').uncheck()
  await page.getByRole('button', { name: 'Save notifications' }).click()
  await expect(page.getByText('Notifications saved.')).toBeVisible()
  await expect(page.getByLabel('A change of my role in an organization')).not.toBeChecked()
  await expect(page.getByLabel('A sign-in from a new browser')).toBeChecked()
})

test('the only owner of two organizations hands one over, deletes the other, and then the account', async ({
  page,
  browser,
  baseURL,
  signInAsNewcomer,
  newestMail,
}) => {
  const headers = { origin: baseURL! }
  const { email } = await signInAsNewcomer('Leaver')
  const create = async (name: string) =>
    (await page.request.post('/api/organizations', { headers, data: { name } })).json()
  const [ended, kept] = [await create(unique('Ended')), await create(unique('Kept'))]
  const theirs = await browser.newContext()
  const heir = await signInAsNewcomer('Heir', theirs)
  await page.request.post('/api/v1/invitations', { headers, data: { email: heir.email, role: 'member' } })
  const [, token] = /\/invitations\/([\w-]+)/.exec((await newestMail(heir.email)).text)!
  expect((await theirs.request.post(`/api/invitations/${token}/accept`, { headers })).status()).toBe(200)

  await page.goto('/account/data')
  await page.getByRole('link', { name: 'Delete my account' }).click()
  await expect(page.getByText('First, choose what happens to the organizations only you own')).toBeVisible()
  const refused = await page.request.delete('/api/account', { headers })
  expect([refused.status(), (await refused.json()).code]).toEqual([409, 'last_owner'])

  await page.getByLabel('New owner').selectOption({ label: `Heir (${heir.email})` })
  await page.getByRole('button', { name: 'Make owner' }).click()
  await expect(page.getByText('Heir is now an owner.')).toBeVisible()
  await expect(page.getByRole('heading', { name: kept.name })).toHaveCount(0)
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await page.getByRole('dialog').getByLabel('Organization name').fill(ended.name)
  await page.getByRole('dialog').getByRole('button', { name: 'Delete organization' }).click()
  await expect(page.getByRole('heading', { name: 'Delete your account' })).toBeVisible()

  await page.getByRole('button', { name: 'Delete my account' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete my account' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(page.getByText('Your account is deleted.')).toBeVisible()
  expect((await page.request.get('/api/account')).status()).toBe(401)
  expect((await newestMail(email)).subject).toContain('is deleted')

  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/o\//)
  expect((await page.request.get('/api/account')).status()).toBe(200)
  await theirs.close()
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })
  test('an account is changed, and refusals are shown', async ({ page, signInAsNewcomer }) => {
    await signInAsNewcomer('No Script')
    await page.goto('/account')
    await page.getByLabel('Name').fill('Noscript')
    await page.getByRole('button', { name: 'Save name' }).click()
    await expect(page.getByRole('link', { name: 'Your account, Noscript' })).toBeVisible()
    await page.goto('/account/security')
    await page.getByLabel('Current password').fill('not my password')
    await page.getByLabel('New password').fill('a password of next year')
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('This is not your password.')).toBeVisible()
    await page.goto('/account/sessions')
    await expect(page.getByText('This browser')).toBeVisible()
  })
})
