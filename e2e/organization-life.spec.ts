import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { expect, signInAs, signInByRequest, test, unique } from './fixtures'

/** A new organization of a new person, so that parallel journeys do not interfere. */
async function found(page: Page): Promise<{ name: string; slug: string }> {
  const slug = unique('life').toLowerCase()
  const name = `Life ${slug}`
  await page.goto('/organizations/new')
  await page.getByLabel('Organization name').fill(name)
  await page.getByLabel('Slug').fill(slug)
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page).toHaveURL(`/o/${slug}`)
  return { name, slug }
}

async function join(browser: Browser, owner: Page, slug: string, account: string): Promise<Page> {
  const context = await browser.newContext()
  await signInByRequest(context.request, `${account}@example.com`)
  await owner.goto(`/o/${slug}/invitations/new`)
  await owner.getByLabel('Email').fill(`${account}@example.com`)
  await owner.getByRole('button', { name: 'Send invitations' }).click()
  await expect(owner).toHaveURL(`/o/${slug}/invitations`)
  const page = await context.newPage()
  await page.goto('/organizations')
  await page.getByRole('listitem').filter({ hasText: slug }).getByRole('button', { name: 'Accept invitation' }).click()
  await expect(page).toHaveURL(`/o/${slug}`)
  return page
}

const noProblems = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

test('A054 old links find a renamed organization, and an open tab keeps working', async ({
  context,
  page,
  signInAsNewcomer,
  browser,
}) => {
  await signInAsNewcomer('Nadia Founder')
  const { slug } = await found(page)
  const tab = await context.newPage()
  const email = `${unique('before')}@example.com`
  await tab.goto(`/o/${slug}/invitations/new`)
  await tab.getByLabel('Email').fill(email)
  await page.goto(`/o/${slug}/settings`)
  await noProblems(page)
  const renamed = `${slug}-new`
  await page.getByLabel('Organization name').fill('Renamed GmbH')
  await page.getByLabel('Slug').fill(renamed)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page).toHaveURL(`/o/${renamed}/settings`)
  await expect(page.getByText('Settings saved.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Switch organization, Renamed GmbH' })).toBeVisible()

  await page.goto(`/o/${slug}/invitations?status=all`)
  await expect(page).toHaveURL(`/o/${renamed}/invitations?status=all`)
  await tab.getByRole('button', { name: 'Send invitations' }).click()
  await expect(tab).toHaveURL(`/o/${renamed}/invitations`)
  await expect(tab.getByRole('row').filter({ hasText: email })).toBeVisible()

  const stranger = await browser.newContext()
  await signInByRequest(stranger.request, 'jane@example.com')
  expect((await stranger.request.get(`/o/${slug}`, { maxRedirects: 0 })).status()).toBe(404)
})

test('an organization is transferred to a new owner', async ({ page, signInAsNewcomer, browser }) => {
  await signInAsNewcomer('Nadia Founder')
  const { name, slug } = await found(page)
  const member = await join(browser, page, slug, 'gina')
  await page.goto(`/o/${slug}/settings/danger`)
  await noProblems(page)
  await page.getByLabel('New owner').selectOption({ label: 'Gina Marchetti (gina@example.com)' })
  await page.getByRole('button', { name: 'Offer ownership' }).click()
  await expect(page.getByText(/Offered to Gina Marchetti by Nadia Founder/)).toBeVisible()

  await member.goto('/organizations')
  await member
    .getByRole('listitem')
    .filter({ hasText: `${name} is offered to you` })
    .getByRole('link', { name: 'View the offer' })
    .click()
  await member.getByRole('button', { name: 'Accept ownership' }).click()
  await expect(member).toHaveURL(`/o/${slug}`)
  await page.goto(`/o/${slug}/settings/danger`)
  await expect(page.getByText(`Your role in ${name} is Admin`)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete organization' })).toHaveCount(0)
})

test('the new owner of a large organization is found by name', async ({ page, signIn, browser }) => {
  await signIn('olga')
  await page.goto('/o/umbrella/settings/danger')
  await expect(page.getByLabel('New owner')).toHaveCount(0)
  await page.getByRole('searchbox', { name: 'Find a member' }).pressSequentially('adaeze abb')
  await page.getByLabel('New owner').selectOption({ index: 1 })
  await noProblems(page)
  await page.getByRole('searchbox', { name: 'Find a member' }).fill('nobody of this name')
  await expect(page.getByRole('status').filter({ hasText: 'No other member’s name' })).toBeVisible()

  const plain = await browser.newContext({ javaScriptEnabled: false })
  await signInByRequest(plain.request, 'olga@example.com')
  const without = await plain.newPage()
  await without.goto('/o/umbrella/settings/danger')
  await without.getByRole('searchbox', { name: 'Find a member' }).fill('adaeze.abb')
  await without.keyboard.press('Enter')
  await without.getByLabel('New owner').selectOption({ index: 1 })
})

test('a member without any permission can leave, and answer an ownership offer', async ({
  page,
  signInAsNewcomer,
  browser,
}) => {
  await signInAsNewcomer('Nadia Founder')
  const { name, slug } = await found(page)
  const member = await join(browser, page, slug, 'gina')
  const send = async (method: string, path: string, data: object) => {
    const headers = { origin: new URL(page.url()).origin, 'x-organization': slug }
    const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers })
    expect(answer.ok(), await answer.text()).toBe(true)
    return answer.json()
  }
  await page.goto(`/o/${slug}`)
  await send('POST', '/roles', { name: 'Nothing', permissions: [] })
  const { data } = await (await page.request.get('/api/v1/members?query=gina@')).json()
  await send('PATCH', `/members/${data[0].user_id}`, { role: 'nothing' })
  await send('POST', '/organization/transfer', { user_id: data[0].user_id })
  await member.goto(`/o/${slug}`)
  await member.getByRole('complementary', { name: 'Offer of ownership' }).getByRole('link').click()
  // The old title is gone a moment before the new one appears.
  await expect(member).toHaveTitle(new RegExp(name))
  await expect(member.getByRole('button', { name: 'Decline' })).toBeVisible()
  await noProblems(member)
  await member.getByRole('button', { name: 'Decline' }).click()
  await expect(member).toHaveURL(`/o/${slug}`)
  await expect(member.getByRole('complementary', { name: 'Offer of ownership' })).toHaveCount(0)
  await member.goto(`/o/${slug}/settings/danger`)
  await member.getByRole('button', { name: 'Leave organization' }).click()
  await member
    .getByRole('dialog', { name: `Leave ${name}?` })
    .getByRole('button', { name: 'Leave' })
    .click()
  await expect(member).toHaveURL('/organizations')
})

test('a deleted organization is gone, and its owner restores it', async ({
  page,
  browser,
  signInAsNewcomer,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 404/)
  await signInAsNewcomer('Nadia Founder')
  const { name, slug } = await found(page)
  await page.goto(`/o/${slug}/settings/danger`)
  await page.getByRole('button', { name: 'Delete organization' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Organization name').fill('something else')
  await expect(dialog.getByRole('button', { name: 'Delete organization' })).toBeDisabled()
  await dialog.getByLabel('Organization name').fill(name)
  // A dialog that is opened again asks again.
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await expect(dialog.getByRole('button', { name: 'Delete organization' })).toBeDisabled()
  await dialog.getByLabel('Organization name').fill(name)
  await dialog.getByRole('button', { name: 'Delete organization' }).click()
  await expect(page).toHaveURL('/organizations')
  await noProblems(page)
  // Who opens its address reads that it can be restored, if they are the one who can.
  const addresses = [`/o/${slug}`, `/o/${slug}/settings/danger`]
  for (const address of addresses) {
    expect((await page.request.get(address)).status()).toBe(404)
    await page.goto(address)
    await expect(page.getByRole('heading', { name: `${name} was deleted` })).toBeVisible()
  }
  const stranger = await browser.newContext()
  await signInAs(stranger, 'olga')
  for (const address of addresses) {
    const answer = await stranger.request.get(address)
    expect(answer.status()).toBe(404)
    expect(await answer.text()).not.toContain(name)
  }
  await page.getByRole('link', { name: 'Restore it' }).click()
  await page.getByRole('listitem').filter({ hasText: name }).getByRole('button', { name: 'Restore' }).click()
  await expect(page).toHaveURL(`/o/${slug}`)
  await expect(page.getByText(`${name} is back.`)).toBeVisible()
})
