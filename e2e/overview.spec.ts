import { expect, test, unique } from './fixtures'
import { resourceCount } from './inventory'

test('an admin sees recent activity and pending invitations on the overview', async ({ page, signIn }) => {
  await signIn('jane')
  const email = `${unique('morning')}@example.com`
  await page.goto('/o/acme/invitations/new')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL('/o/acme/invitations')
  await page.goto('/o/acme')
  const activity = page.getByRole('region', { name: 'Activity' })
  await expect(activity.getByRole('listitem').filter({ hasText: email }).last()).toContainText(
    `Jane Okafor invited ${email} as Member`,
  )
  await expect(activity.getByRole('figure')).toContainText(/Last 30 days[\d,]+ events? · peak [\d,]+ on \w+ \d+/)
  await expect(page.getByRole('region', { name: 'Pending invitations' }).getByRole('listitem').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Pending invitations' })).toBeVisible()
  await activity.getByRole('link', { name: 'Audit log' }).click()
  await expect(page).toHaveURL('/o/acme/settings/audit-log')
})

test('a member sees the newest members, and nothing that their role may not see', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/acme')
  await expect(page.getByRole('region', { name: 'Newest members' }).getByRole('listitem').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Pending invitations' })).toHaveCount(0)
  for (const name of ['Activity', 'Pending invitations'])
    await expect(page.getByRole('region', { name })).toHaveCount(0)
})

test('a new organization starts with first steps, which are done one by one', async ({ page, signIn }) => {
  await signIn('gina')
  await page.goto('/organizations/new')
  await page.getByLabel('Organization name').fill(unique('Fresh'))
  await page.getByRole('button', { name: 'Create organization' }).click()
  const steps = page.getByRole('region', { name: 'First steps' })
  // Color, logo, people, the first record of each resource, and a token.
  await expect(steps).toContainText(`1 of ${4 + resourceCount} done`)
  await expect(page.getByRole('heading', { name: 'Pending invitations' })).toHaveCount(0)
  // A few days of events are a sentence, no chart.
  const activity = page.getByRole('region', { name: 'Activity' })
  await expect(activity).toContainText(/\d+ events? on 1 day in the last 30 days\./)
  await expect(activity.getByRole('figure')).toHaveCount(0)
  const address = page.url()
  await steps.getByText('Invite people').click()
  await steps.getByLabel('Email').fill('nobody')
  await steps.getByRole('button', { name: 'Send invitation' }).click()
  await expect(steps.getByText('Enter an email address like name@example.com.')).toBeVisible()
  const email = `${unique('first')}@example.com`
  await steps.getByLabel('Email').fill(email)
  await steps.getByRole('button', { name: 'Send invitation' }).click()
  await expect(page.getByText(`Invitation sent to ${email}.`)).toBeVisible()
  await expect(page).toHaveURL(address)
  await expect(page.getByRole('heading', { name: 'Pending invitations' })).toBeVisible()
  await expect(steps).toContainText(`2 of ${4 + resourceCount} done`)
})

test('no role is cut off on the overview of a tablet', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 1024, height: 800 })
  await signIn('jane')
  await page.goto('/o/acme')
  const roles = page.locator('main .badge')
  await expect(roles.first()).toBeVisible()
  const cut = await roles.evaluateAll((badges) =>
    badges.filter((badge) => badge.scrollWidth > badge.clientWidth).map((badge) => badge.textContent),
  )
  expect(cut).toEqual([])
})

test('an empty list has its one button inside', async ({ page, signInAsNewcomer, baseURL }) => {
  await signInAsNewcomer('Eva Empty')
  await page.goto('/account/organizations')
  await expect(page.getByRole('button', { name: 'Create organization' })).toBeVisible()
  const data = { name: unique('Bare') }
  const made = await page.request.post('/api/organizations', { headers: { origin: baseURL! }, data })
  await page.goto(`/o/${(await made.json()).slug}/invitations`)
  await expect(page.getByRole('heading', { name: 'No pending invitations' })).toBeVisible()
  await page.getByRole('button', { name: 'Invite members' }).click()
  await expect(page).toHaveURL(/\/invitations\/new$/)
})
