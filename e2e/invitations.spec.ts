import type { Browser, Page } from '@playwright/test'
import { expect, password, signInByRequest, test, unique } from './fixtures'
import { linkIn, linksByState } from './invitation-links'
import { actAtOnce, chooseAction } from './newcomer'

type NewestMail = (to: string) => Promise<{ subject: string; text: string }>

const address = (prefix: string) => `${unique(prefix)}@example.com`

/** As people with another address see it. */
const masked = (email: string) => email.replace(/^(.).*@/, '$1…@')

/** Another person at another computer, without an account yet. */
const strangerIn = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage()

async function invite(page: Page, slug: string, email: string, role = 'Member') {
  await page.goto(`/o/${slug}/members`)
  await page.getByRole('button', { name: 'Invite members' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Role').selectOption({ label: role })
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL(`/o/${slug}/invitations`)
  await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible()
}

/** A person with a verified account, created through an invitation. */
async function join(page: Page, newestMail: NewestMail, email: string) {
  await page.goto(linkIn(await newestMail(email)))
  await page.getByLabel('Name').fill('Rosa Lind')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
}

test('an invited new person joins the organization with the offered role', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const email = address('new')
  await invite(page, 'acme', email, 'Viewer')
  await expect(page.getByRole('status').filter({ hasText: '1 invitation sent.' })).toBeVisible()

  // Once: if it is accepted before the mail was delivered, the mail is canceled.
  const link = linkIn(await newestMail(email))
  const stranger = await strangerIn(browser)
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { name: 'Join Acme Corp' })).toBeVisible()
  await expect(stranger.getByText(email)).toBeVisible()
  await stranger.getByLabel('Name').fill('Rosa Lind')
  await stranger.getByLabel('Password').fill('short')
  await stranger.getByRole('button', { name: 'Sign up' }).click()
  await expect(stranger.getByText('Use 8 characters or more.')).toBeVisible()
  await expect(stranger.getByLabel('Name')).toHaveValue('Rosa Lind')
  await stranger.getByLabel('Password').fill(password)
  await stranger.getByRole('button', { name: 'Sign up' }).click()
  await expect(stranger).toHaveURL('/o/acme')
  await expect(stranger.getByRole('status').filter({ hasText: 'Welcome to Acme Corp.' })).toBeVisible()
  await expect(stranger.getByText('Your role:')).toContainText('Viewer')

  // The used link says so to its owner; to others, that the invitation was accepted.
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { name: 'You are a member of Acme Corp' })).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This invitation was already accepted' })).toBeVisible()
})

test('a pasted list is reviewed: ready, skipped and wrong rows are told apart, corrected or left out', async ({
  page,
  signIn,
}) => {
  await signIn('jane')
  const [one, two, three, extra] = [address('bulk'), address('bulk'), address('bulk'), address('extra')]
  await page.goto('/o/acme/invitations/new')
  const pasted = ['email,role', one, `${two},viewer`, 'not an address', 'frida@example.com', one, extra]
  await page.getByLabel('Email').fill([...pasted, `${three},owner`].join('\n'))
  await page.getByRole('button', { name: 'Send invitations' }).click()
  const rows = page.getByRole('listitem').filter({ has: page.getByRole('combobox') })
  await expect(rows).toHaveCount(7)
  const summary = page.getByRole('status').filter({ hasText: 'ready' })
  await expect(summary).toHaveText('3 ready 2 skipped 2 to fix')
  await expect(rows.nth(0)).toContainText('Ready')
  await expect(rows.nth(2)).toContainText('Enter an email address')
  await expect(rows.nth(3)).toContainText('Skipped Already a member.')
  await expect(rows.nth(4)).toContainText('Skipped Already in this list.')
  await expect(rows.nth(6)).toContainText('You can’t assign this role.')
  // Only what must be corrected is an error.
  await expect(rows.locator('[aria-invalid]')).toHaveCount(2)
  await page.getByRole('button', { name: `Leave out ${extra}` }).click()
  await expect(rows).toHaveCount(6)
  await expect(summary).toHaveText('2 ready 2 skipped 2 to fix')
  await expect(page.getByRole('button', { name: `Leave out ${three}` })).toBeFocused()
  // Enter in a field checks again, and leaves nothing out.
  await page.getByLabel('Email 1').press('Enter')
  await expect(page.getByRole('button', { name: 'Send 2 invitations' })).toBeEnabled()
  await expect(rows).toHaveCount(6)

  await page.getByRole('button', { name: 'Send 2 invitations' }).click()
  await expect(
    page.getByRole('alert').filter({ hasText: '2 invitations sent, 2 skipped. 2 rows need your attention.' }),
  ).toBeVisible()
  await expect(rows).toHaveCount(2)
  await expect(page.getByLabel('Email 1')).toHaveValue('not an address')
  const corrected = address('corrected')
  await page.getByLabel('Email 1').fill(corrected)
  await page.getByLabel('Role 2').selectOption({ label: 'Admin' })
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL('/o/acme/invitations')
  for (const email of [one, two, three, corrected])
    await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: extra })).toHaveCount(0)
})

test('a list under review stays when the browser is offline', async ({ page, context, signIn }) => {
  await signIn('jane')
  await page.goto('/o/acme/invitations/new')
  const [one, two] = [address('offline'), address('offline')]
  await page.getByLabel('Email').fill(`${one}\n${two}`)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  const send = page.getByRole('button', { name: 'Send 2 invitations' })
  await expect(send).toBeVisible()
  await context.setOffline(true)
  await send.click()
  await expect(page.getByText('You’re offline. Nothing was lost.')).toBeVisible()
  await expect(page.getByLabel('Email 2')).toHaveValue(two)
  await context.setOffline(false)
  await send.click()
  await expect(page).toHaveURL('/o/acme/invitations')
})

test('an existing person signs in and returns to the invitation; another person switches accounts there', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const email = address('existing')
  await invite(page, 'acme', email)
  const person = await strangerIn(browser)
  await join(person, newestMail, email)
  await expect(person).toHaveURL('/o/acme')

  const gina = await browser.newContext()
  await signInByRequest(gina.request, 'gina@example.com')
  const hers = await gina.newPage()
  await invite(hers, 'globex', email, 'Admin')
  const link = linkIn(await newestMail(email))
  await hers.goto(link)
  await expect(
    hers.getByText(`The invitation was sent to ${masked(email)}. You are signed in as gina@example.com.`),
  ).toBeVisible()
  await expect(hers.getByRole('button', { name: 'Accept invitation' })).toHaveCount(0)
  await hers.getByRole('button', { name: 'Use another account' }).click()
  await expect(hers).toHaveURL(link)
  await hers.getByRole('link', { name: 'Sign in' }).click()
  await expect(hers.getByLabel('Email')).toHaveValue(email)
  await hers.getByLabel('Password').fill(password)
  await hers.getByRole('button', { name: 'Sign in' }).click()
  await expect(hers).toHaveURL(link)
  await hers.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(hers).toHaveURL('/o/globex')
  await expect(hers.getByText('Your role:')).toContainText('Admin')
})

test('pending invitations are shown in the picker and the switcher, and answered there', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const email = address('picker')
  await invite(page, 'acme', email)
  const person = await strangerIn(browser)
  await join(person, newestMail, email)
  const other = await browser.newContext()
  await signInByRequest(other.request, 'frida@example.com')
  const initech = await other.newPage()
  await invite(initech, 'initech', email)
  await person.goto('/o/acme')
  await person.getByRole('button', { name: /^Switch organization/ }).click()
  await person.getByRole('menuitem', { name: '1 pending invitation' }).click()
  await expect(person).toHaveURL('/organizations')
  await expect(person.getByRole('heading', { name: 'Pending invitations 1' })).toBeVisible()
  await expect(person.getByText(/^from Frida/)).toBeVisible()
  await person.getByRole('button', { name: 'Decline' }).click()
  await expect(person.getByText('Invitation to Initech declined.')).toBeVisible()
  await expect(person.getByRole('heading', { name: /Pending invitations/ })).toHaveCount(0)
  await invite(initech, 'initech', email)
  await person.reload()
  await person.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(person).toHaveURL('/o/initech')
})

test('Nora has an invitation to Globex in the demo data', async ({ page, signIn }) => {
  await signIn('nora')
  await page.goto('/organizations')
  await expect(page.getByRole('heading', { name: 'Pending invitations 1' })).toBeVisible()
  await expect(page.getByText('Globex Inc')).toBeVisible()
})

test('a copied link replaces the mailed one, is shown once and proves no address', async ({
  page,
  browser,
  signIn,
  newestMail,
  expectedErrors,
}) => {
  expectedErrors.push(/404/)
  await signIn('jane')
  const email = address('copied')
  await invite(page, 'acme', email)
  const mailed = linkIn(await newestMail(email))
  const row = page.getByRole('row').filter({ hasText: email })
  await chooseAction(page, email, 'Copy link')
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new link' }).click()
  await expect(page.getByRole('textbox', { name: 'Invitation link' })).toBeFocused()
  const link = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue()
  await page.getByRole('dialog').getByRole('link', { name: 'Done' }).click()
  const stranger = await strangerIn(browser)
  await stranger.goto(mailed)
  await expect(stranger.getByRole('heading', { name: 'This invitation link isn’t valid' })).toBeVisible()
  await stranger.goto(link)
  await expect(stranger.getByRole('link', { name: 'Create an account' })).toBeVisible()
  await expect(stranger.getByText(masked(email))).toBeVisible()
  await expect(stranger.getByRole('button', { name: 'Sign up' })).toHaveCount(0)

  await page.reload()
  await actAtOnce(page, email, 'Revoke')
  await expect(row).toHaveCount(0)
  await expect(page.getByText(`Invitation of ${email} revoked.`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(`The invitation of ${email} is valid again.`)).toBeVisible()
  await expect(row).toBeVisible()
  await stranger.goto(link)
  await expect(stranger.getByRole('link', { name: 'Create an account' })).toBeVisible()
  await chooseAction(page, email, 'Resend')
  await page.getByRole('button', { name: 'Resend invitation' }).click()
  await expect(page.getByText(`A new link is on its way to ${email}.`)).toBeVisible()
  await stranger.goto(linkIn(await newestMail(email)))
  await expect(stranger.getByRole('button', { name: 'Sign up' })).toBeVisible()

  await actAtOnce(page, email, 'Revoke')
  await expect(row).toHaveCount(0)
  await expect(page.getByText(`Invitation of ${email} revoked.`)).toBeVisible()
  await stranger.reload()
  await expect(stranger.getByRole('heading', { name: 'This invitation was revoked' })).toBeVisible()
})

test('an expired link offers to ask for a new invitation, and the inviter gets a mail', async ({
  page,
  newestMail,
}) => {
  await page.goto(linkIn(await newestMail('warehouse@acme-logistics.example')))
  await expect(page.getByRole('heading', { name: 'This invitation has expired' })).toBeVisible()
  await page.getByRole('button', { name: 'Request a new invitation' }).click()
  await expect(page.getByText('We’ll email you when there is a new invitation.')).toBeVisible()
  expect((await newestMail('olga@example.com')).subject).toContain('asks for a new invitation')
})

test('an unverified person is sent to their inbox; a declined link says that it was declined', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('jane')
  const email = address('unverified')
  const person = await strangerIn(browser)
  await person.goto('/sign-up')
  await person.getByLabel('Name').fill('Rosa Lind')
  await person.getByLabel('Email').fill(email)
  await person.getByLabel('Password').fill(password)
  await person.getByRole('button', { name: 'Sign up' }).click()
  await expect(person).toHaveURL(/check-inbox/)
  const verification = /\/verify-email\?token=[\w-]+/.exec((await newestMail(email)).text)![0]
  await invite(page, 'acme', email)
  const link = linkIn(await newestMail(email))
  await signInByRequest(person.context().request, email)
  await person.goto(link)
  await expect(person.getByText('Verify your email address first')).toBeVisible()
  await person.goto(verification)
  await person.getByRole('button', { name: 'Verify email' }).click()
  await expect(person).toHaveURL('/organizations')
  await person.goto(link)
  await person.getByRole('button', { name: 'Decline' }).click()
  await expect(person).toHaveURL('/organizations')
  await person.goto(link)
  await expect(person.getByRole('heading', { name: 'This invitation was declined' })).toBeVisible()
})

test('an owner’s invitation can be revoked by an admin, but not resent', async ({ page, browser, signIn }) => {
  const olga = await browser.newContext()
  await signInByRequest(olga.request, 'olga@example.com')
  const email = address('owner')
  await invite(await olga.newPage(), 'acme', email, 'Owner')
  await signIn('jane')
  await page.goto('/o/acme/invitations')
  const row = page.getByRole('row').filter({ hasText: email })
  await page.getByRole('link', { name: `Actions for ${email}` }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Revoke'])
  await page.keyboard.press('Escape')
  await row.getByRole('link', { name: email, exact: true }).click()
  await expect(
    page.getByText(
      'Owner can delete the organization (org:delete) and transfer ownership of the organization (org:transfer), which you can’t.',
    ),
  ).toBeVisible()
  await page.goto('/o/acme/invitations')
  await chooseAction(page, email, 'Revoke')
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke invitation' }).click()
  await expect(row).toHaveCount(0)
})

test('the list is read again after a dialog for an invitation that someone else has ended', async ({
  page,
  browser,
  signIn,
  baseURL,
}) => {
  const olga = await browser.newContext()
  await signInByRequest(olga.request, 'olga@example.com')
  const email = address('ended')
  await invite(await olga.newPage(), 'acme', email, 'Owner')
  await signIn('jane')
  await page.goto('/o/acme/invitations')
  await chooseAction(page, email, 'Revoke')
  const button = page.getByRole('dialog').getByRole('button', { name: 'Revoke invitation' })
  await expect(button).toBeVisible()
  const { data } = await (await olga.request.get(`${baseURL}/api/v1/invitations`)).json()
  const { id } = data.find((each: { email: string }) => each.email === email)
  const revoked = await olga.request.delete(`${baseURL}/api/v1/invitations/${id}`, { headers: { origin: baseURL! } })
  expect(revoked.status()).toBe(204)
  await button.click()
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await page.getByRole('dialog').getByText('Cancel').click()
  await expect(page.getByRole('row').filter({ hasText: email })).toHaveCount(0)
})

test('the link of a deleted organization says that it was deleted', async ({
  page,
  browser,
  baseURL,
  newestMail,
  signIn,
}) => {
  const olga = await browser.newContext()
  const { fresh, endOrganization } = await linksByState(olga.request, baseURL!, newestMail)
  await endOrganization()
  await page.goto(fresh)
  await expect(page.getByRole('heading', { name: 'This organization no longer exists' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  await signIn('frida')
  await page.reload()
  await page.getByRole('link', { name: 'Your organizations' }).click()
  await expect(page).toHaveURL('/organizations')
})

test('A072 A113 opening the page of a link, or a HEAD request for it, changes nothing', async ({
  page,
  browser,
  request,
  baseURL,
  newestMail,
}) => {
  const olga = await browser.newContext()
  const { fresh } = await linksByState(olga.request, baseURL!, newestMail)
  for (const method of ['HEAD', 'GET', 'HEAD', 'GET'])
    expect((await request.fetch(fresh, { method })).status(), method).toBe(200)
  const { data } = await (await olga.request.get('/api/v1/invitations?status=pending')).json()
  expect(data).toHaveLength(1)
  await page.goto(fresh)
  await expect(page.getByRole('button', { name: 'Sign up' })).toBeVisible()
})

test('more than a hundred pasted rows stay in the form, with their number', async ({ page, signIn }) => {
  await signIn('jane')
  await page.goto('/o/acme/invitations/new')
  const pasted = Array.from({ length: 101 }, (_, index) => `many-${index}@example.com`).join('\n')
  await page.getByLabel('Email').fill(pasted)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(
    page.getByText('You can send up to 100 invitations at once. This list has 101: split it in two.'),
  ).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(pasted)
})

test('a member who may not see invitations reads the missing permission and who can grant it', async ({
  page,
  signIn,
}) => {
  await signIn('frida')
  for (const path of ['/o/acme/invitations', '/o/acme/invitations/new']) {
    await page.goto(path)
    await expect(page.getByText(/org:invitations:(read|write)/)).toBeVisible()
    await expect(page.getByText(/Olga Petrenko/)).toBeVisible()
  }
})

test('an unknown link is refused, and no page of a link is indexed or cached', async ({ page, expectedErrors }) => {
  expectedErrors.push(/404/)
  const response = await page.goto(`/invitations/${'x'.repeat(43)}`)
  expect(response!.status()).toBe(404)
  expect(response!.headers()['cache-control']).toContain('no-store')
  await expect(page.getByRole('heading', { name: 'This invitation link isn’t valid' })).toBeVisible()
  await expect(page.locator('meta[name="robots"]').first()).toHaveAttribute('content', /noindex/)
})

test('a single address that is mistyped is corrected where it was typed', async ({ page, signIn }) => {
  await signIn('jane')
  await page.goto('/o/acme/invitations/new')
  const field = page.getByLabel('Email')
  await field.fill('nobody')
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page.getByText('Enter an email address like name@example.com.')).toBeVisible()
  await expect(field).toHaveValue('nobody')
  await expect(field).toBeFocused()
  await field.fill(address('single'))
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL('/o/acme/invitations')
})

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false })

  test('inviting, correcting and accepting work', async ({ page, browser, signIn, newestMail }) => {
    await signIn('jane')
    const email = address('scriptless')
    await page.goto('/o/acme/invitations/new')
    await page.getByLabel('Email').fill(`${email}\nnot an address\nfrida@example.com`)
    await page.getByRole('button', { name: 'Send invitations' }).click()
    await expect(page.getByText('Enter an email address')).toBeVisible()
    await expect(page.getByText('1 skipped')).toBeVisible()
    await page.getByRole('button', { name: 'Leave out frida@example.com' }).click()
    await expect(page.getByText('1 skipped')).toHaveCount(0)
    await page.getByLabel('Email 2').fill('')
    await page.getByRole('button', { name: 'Add a row' }).click()
    await expect(page.getByLabel('Email 2')).toHaveValue('')
    const added = address('added')
    await page.getByLabel('Email 2').fill(added)
    await page.getByRole('button', { name: 'Send invitations' }).click()
    await expect(page).toHaveURL('/o/acme/invitations')
    for (const sent of [email, added]) await expect(page.getByRole('row').filter({ hasText: sent })).toBeVisible()

    const context = await browser.newContext({ javaScriptEnabled: false })
    const person = await context.newPage()
    await join(person, newestMail, email)
    await expect(person).toHaveURL('/o/acme')
    const frida = await browser.newContext()
    await signInByRequest(frida.request, 'frida@example.com')
    await invite(await frida.newPage(), 'initech', email, 'Viewer')
    await person.goto(linkIn(await newestMail(email)))
    await person.getByRole('button', { name: 'Accept invitation' }).click()
    await expect(person).toHaveURL('/o/initech')
    await expect(person.getByText('Your role:')).toContainText('Viewer')
  })
})
