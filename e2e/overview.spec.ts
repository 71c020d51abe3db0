import { expect, test, unique } from './fixtures'
import { needsResource, resource } from './resource'

test('an admin sees in the morning what happened, what waits and what is new', async ({ page, signIn }) => {
  needsResource()
  await signIn('jane')
  const name = unique('Morning')
  await page.goto(`/o/acme/${resource.path}/new`)
  await page.getByLabel(resource.field).fill(name)
  await page.getByRole('button', { name: resource.create }).click()
  await expect(page).toHaveURL(`/o/acme/${resource.path}`)
  await page.goto('/o/acme')
  const activity = page.getByRole('region', { name: 'Activity' })
  await expect(activity.getByRole('listitem').filter({ hasText: name })).toContainText(
    `Jane Okafor created the ${resource.words}`,
  )
  await expect(activity.getByRole('table', { name: 'Last 30 days' }).getByRole('rowheader')).toHaveCount(30)
  await expect(
    page.getByRole('region', { name: `Newest ${resource.label.toLowerCase()}` }).getByRole('link', { name }),
  ).toBeVisible()
  await expect(page.getByRole('region', { name: 'Waiting for an answer' }).getByRole('listitem').first()).toBeVisible()
  await expect(page.getByText('Pending invitations', { exact: true })).toBeVisible()
  await activity.getByRole('link', { name: 'Audit log' }).click()
  await expect(page).toHaveURL('/o/acme/settings/audit-log')
})

test('a member sees their own work, and nothing that their role may not see', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/acme')
  if (resource.isThere) {
    const own = page.getByRole('region', { name: `Your ${resource.label.toLowerCase()}` })
    await expect(own.getByRole('listitem').first()).toBeVisible()
  }
  await expect(page.getByRole('region', { name: 'Newest members' }).getByRole('listitem').first()).toBeVisible()
  await expect(page.getByText('Pending invitations', { exact: true })).toHaveCount(0)
  for (const name of ['Activity', 'Waiting for an answer'])
    await expect(page.getByRole('region', { name })).toHaveCount(0)
})

test('a new organization begins with its first steps, which go as they are done', async ({ page, signIn }) => {
  needsResource()
  await signIn('gina')
  await page.goto('/organizations/new')
  await page.getByLabel('Organization name').fill(unique('Fresh'))
  await page.getByRole('button', { name: 'Create organization' }).click()
  const steps = page.getByRole('region', { name: 'First steps' })
  await expect(steps).toContainText('0 of 2 done')
  await expect(page.getByText('Archived', { exact: true })).toHaveCount(0)
  const address = page.url()
  await steps.getByRole('link', { name: resource.newOne }).click()
  await page.getByLabel(resource.field).fill('First')
  await page.getByRole('button', { name: resource.create }).click()
  await expect(page.getByRole('link', { name: 'First' })).toBeVisible()
  await page.goto(address)
  await expect(steps).toContainText('1 of 2 done')
  await steps.getByRole('link', { name: 'Invite members' }).click()
  await page.getByLabel('Email').fill(`${unique('first')}@example.com`)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL(/\/invitations$/)
  await page.goto(address)
  await expect(page.getByText('Archived', { exact: true })).toBeVisible()
  await expect(steps).toHaveCount(0)
})
