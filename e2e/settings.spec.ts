import type { Browser, Page } from '@playwright/test'
import { expect, signInAs, submit, test, unique } from './fixtures'

/** An organization of Frida's with Olga as its admin, so that parallel journeys do not interfere. */
async function shared(page: Page, browser: Browser, mail: (to: string) => Promise<{ text: string }>) {
  const name = unique('Duo')
  await page.goto('/organizations/new')
  await page.getByLabel('Organization name').fill(name)
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page).toHaveURL(/\/o\/duo/)
  const slug = new URL(page.url()).pathname.split('/')[2]!
  await page.goto(`/o/${slug}/invitations/new`)
  await page.getByLabel('Email').fill('olga@example.com')
  await page.getByLabel('Role').selectOption({ label: 'Admin' })
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL(`/o/${slug}/invitations`)
  const { text } = await mail('olga@example.com')
  const context = await browser.newContext()
  await signInAs(context, 'olga')
  const theirs = await context.newPage()
  await theirs.goto(/\/invitations\/[\w-]{43}/.exec(text)![0])
  await theirs.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(theirs).toHaveURL(`/o/${slug}`)
  return { slug, name, theirs }
}

test('the second of two people who change the settings sees a conflict, even when the first changed the slug', async ({
  page,
  browser,
  signIn,
  newestMail,
}) => {
  await signIn('frida')
  const { slug, name, theirs } = await shared(page, browser, newestMail)
  await page.goto(`/o/${slug}/settings`)
  await page.getByLabel('Organization name').fill(`${name} GmbH`)
  await theirs.goto(`/o/${slug}/settings`)
  await theirs.getByLabel('Organization name').fill(`${name} AG`)
  await theirs.getByLabel('Slug').fill(`${slug}-ag`)
  await theirs.getByRole('button', { name: 'Save changes' }).click()
  await expect(theirs).toHaveURL(`/o/${slug}-ag/settings`)

  // The open page shows the new URL and stays open with the typed text.
  await expect(page.getByText(`moved to /o/${slug}-ag. What you typed can still be saved here.`)).toBeVisible()
  await expect(page.getByLabel('Organization name')).toHaveValue(`${name} GmbH`)
  await page.getByRole('button', { name: 'Save changes' }).click()
  const conflict = page.getByRole('region', { name: 'Someone else edited this organization while you were editing' })
  await expect(conflict).toContainText(`${name} AG`)
  await expect(conflict).toContainText(`${name} GmbH`)
  await expect(page.getByLabel('Organization name')).toHaveValue(`${name} GmbH`)
  await page.getByLabel('Slug').fill(`${slug}-ag`)
  await page.getByRole('button', { name: 'Save my version' }).click()
  await expect(page).toHaveURL(`/o/${slug}-ag/settings`)
  await expect(page.getByLabel('Organization name')).toHaveValue(`${name} GmbH`)
  await expect(page.getByLabel('Slug')).toHaveValue(`${slug}-ag`)

  // One's own save is no conflict, also of another card. Another person's after it is one.
  const save = async (settings: Page, typed: string) => {
    await settings.getByLabel('Organization name').fill(typed)
    await settings.getByRole('button', { name: 'Save changes' }).click()
  }
  for (const [typed, color] of [
    [`${name} KG`, 'Pink'],
    [`${name} SE`, 'Slate'],
  ] as const) {
    await save(page, typed)
    await expect(page.getByRole('button', { name: `Switch organization, ${typed}` })).toBeVisible()
    await page.getByRole('radio', { name: color }).check()
    await submit(page.getByRole('button', { name: 'Save color' }))
    // What is typed before the answer is shown is compared with the version before.
    await expect(page.getByText('Color saved.').first()).toBeVisible()
  }
  await theirs.goto(`/o/${slug}-ag/settings`)
  await save(theirs, `${name} Inc`)
  await expect(page.getByRole('button', { name: `Switch organization, ${name} Inc` })).toBeVisible()
  await save(page, `${name} Ltd`)
  await expect(conflict).toContainText(`${name} Inc`)
})

test('two actions whose answers arrive together both show their message', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/organizations/new')
  await page.getByLabel('Organization name').fill(unique('Slow'))
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page).toHaveURL(/\/o\/slow/)
  await page.goto(`${page.url()}/settings`)
  await page.route('**/settings', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await route.continue()
  })
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('button', { name: 'Let members open it' }).click()
  const messages = page.getByRole('status')
  await expect(messages).toContainText('Members can open the access report.')
  await expect(messages).toContainText('Settings saved.')
})
