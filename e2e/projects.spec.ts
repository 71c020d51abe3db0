import { expect, openByShortcut, signInAs, test, unique } from './fixtures'
import { resourceCount } from './inventory'
import { actAtOnce } from './newcomer'

test('a project is created, found, edited, archived, restored and deleted', async ({ page, signIn }) => {
  await signIn('jane')
  const name = unique('Lighthouse')
  await page.goto('/o/acme/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  await page.getByRole('button', { name: 'Create project' }).click()
  await expect(page.getByText('This cannot be empty.')).toBeVisible()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Description').fill('Line one\nLine two')
  await page.getByRole('button', { name: 'Create project' }).click()
  await expect(page.getByRole('status').filter({ hasText: `Project “${name}” created.` })).toBeVisible()

  await page.getByRole('searchbox', { name: 'Search projects' }).fill(name.toUpperCase())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('link', { name }).click()
  await page.getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible()
  await expect(page.getByText(`Project “${name}” archived.`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(`“${name}” is active again.`)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Archive' })).toBeVisible()
  await page.getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible()
  await page.goto(`/o/acme/projects?query=${name}`)
  await expect(page.getByText(`No active project matches “${name}”.`)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Clear search' })).toHaveAttribute('href', '/o/acme/projects')
  await page.getByRole('link', { name: 'Search all projects' }).click()
  await page.getByRole('link', { name }).click()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByRole('button', { name: 'Archive' })).toBeVisible()

  await page.getByRole('button', { name: 'Delete' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(name)
  await dialog.getByRole('button', { name: /Delete/ }).click()
  await expect(page).toHaveURL(/\/o\/acme\/projects$/)
  await expect(page.getByRole('status').filter({ hasText: `Project “${name}” deleted.` })).toBeVisible()
})

test('a project is archived in the list at once, comes back by its undo, and stays with a reason if that fails', async ({
  page,
  context,
  signIn,
  baseURL,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/)
  await signIn('jane')
  const name = unique('Ferry')
  await page.goto('/o/acme/projects/new')
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create project' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  // The answer is held back: the row is gone without it.
  let answer = () => {}
  const held = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/o/acme/projects', async (route) => {
    if (route.request().method() === 'POST') await held
    await route.continue()
  })
  await actAtOnce(page, name, 'Archive')
  await expect(row).toHaveCount(0)
  await expect(page.getByText(`Project “${name}” archived.`)).toHaveCount(0)
  answer()
  await expect(page.getByText(`Project “${name}” archived.`)).toBeVisible()
  await page.unroute('**/o/acme/projects')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toBeVisible()

  // Another person changed it meanwhile: the row returns, with the reason in it.
  const { id } = await (await page.request.get(`/api/v1/projects?query=${name}`)).json().then(({ data }) => data[0])
  const headers = { origin: baseURL! }
  await page.request.patch(`/api/v1/projects/${id}`, { headers, data: { description: 'Changed' } })
  await actAtOnce(page, name, 'Archive')
  await expect(row.getByRole('alert')).toContainText(/changed/)
  await context.setOffline(true)
  await actAtOnce(page, name, 'Archive')
  await expect(row.getByRole('alert')).toContainText('You’re offline. Nothing was lost.')
  await context.setOffline(false)
  await actAtOnce(page, name, 'Archive')
  await expect(row).toHaveCount(0)
  await page.getByRole('navigation', { name: 'Status' }).getByRole('link', { name: 'Archived' }).click()
  await actAtOnce(page, name, 'Restore')
  await expect(row).toHaveCount(0)
})

test('a viewer can read projects, and sees why they cannot change them', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/globex/projects')
  await expect(page.getByText('Volcano office lease')).toBeVisible()
  await expect(page.getByRole('button', { name: 'New project' })).toBeDisabled()
  await expect(page.getByText(/viewer/i).first()).toBeVisible()
})

test('each organization has its own projects', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/acme/projects')
  await expect(page.getByText('Packaging redesign')).toBeVisible()
  await expect(page.getByText('Mobile app onboarding')).toHaveCount(0)
  await page.goto('/o/globex/projects')
  await expect(page.getByText('Mobile app onboarding')).toBeVisible()
  await expect(page.getByText('Packaging redesign')).toHaveCount(0)
})

test('a new project is on the overview, and its rename is in the audit log with the author', async ({
  page,
  signIn,
}) => {
  await signIn('jane')
  const [before, after] = [unique('Brochure'), unique('Leaflet')]
  await page.goto('/o/acme/projects/new')
  await page.getByLabel('Name').fill(before)
  await page.getByRole('button', { name: 'Create project' }).click()
  await expect(page).toHaveURL('/o/acme/projects')
  await page.goto('/o/acme')
  const activity = page.getByRole('region', { name: 'Activity' })
  await expect(activity.getByRole('listitem').filter({ hasText: before }).last()).toContainText(
    'Jane Okafor created the project',
  )
  await page.getByRole('region', { name: 'Newest projects' }).getByRole('link', { name: before }).click()
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('Name').fill(after)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: after })).toBeVisible()

  await page.goto('/o/acme/settings/audit-log')
  const sentence = `Jane Okafor renamed the project ${before} to ${after}`
  await page.getByRole('row').filter({ hasText: sentence }).getByRole('link').click()
  const event = page.getByRole('dialog')
  const changes = event.getByRole('list', { name: 'Changes' })
  await expect(changes.getByRole('deletion')).toHaveText(before)
  await expect(changes.getByRole('insertion')).toHaveText(after)
  await expect(event.getByText('project.updated')).toBeVisible()
})

test('a member finds their own projects on the overview', async ({ page, signIn }) => {
  await signIn('frida')
  await page.goto('/o/acme')
  await expect(page.getByRole('region', { name: 'Your projects' }).getByRole('listitem').first()).toBeVisible()
})

test('creating a project is one of the first steps of an organization', async ({ page, signInAsNewcomer }) => {
  await signInAsNewcomer('Nadia Founder')
  await page.goto('/organizations/new')
  await page.getByLabel('Organization name').fill(unique('Fresh'))
  await page.getByRole('button', { name: 'Create organization' }).click()
  const steps = page.getByRole('region', { name: 'First steps' })
  await expect(steps).toContainText(`1 of ${4 + resourceCount} done`)
  await expect(page.getByText(/^Archived/)).toHaveCount(0)
  const address = page.url()
  await steps.getByText('Create your first project').click()
  await steps.getByRole('button', { name: 'Create project' }).click()
  await expect(steps.getByText('This cannot be empty.')).toBeVisible()
  await steps.getByLabel('Name').fill('First')
  await steps.getByRole('button', { name: 'Create project' }).click()
  await expect(page.getByText('Your first project is ready.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'First', exact: true }).first()).toBeVisible()
  await expect(page).toHaveURL(address)
  await expect(steps).toContainText(`2 of ${4 + resourceCount} done`)
  await expect(steps.getByRole('listitem').filter({ hasText: 'Create your first project' })).toContainText('Done')
  await expect(page.getByText(/^Archived/)).toBeVisible()
  await steps.getByText('Invite people').click()
  await steps.getByRole('link', { name: 'Paste a list' }).click()
  // The form in the steps has the same field.
  await expect(page).toHaveURL(/\/invitations\/new$/)
  await page.getByLabel('Email').fill(`${unique('first')}@example.com`)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page).toHaveURL(/\/invitations$/)
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'Pending invitations' })).toBeVisible()
  await expect(steps).toContainText(`3 of ${4 + resourceCount} done`)
})

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false })

  test('a project is created', async ({ page, signIn }) => {
    await signIn('frida')
    const name = unique('Scriptless')
    await page.goto('/o/initech/projects/new')
    await page.getByRole('button', { name: 'Create project' }).click()
    await expect(page.getByText('This cannot be empty.')).toBeVisible()
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Create project' }).click()
    await expect(page.getByRole('link', { name })).toBeVisible()
  })
})

test('the second of two people who change a project sees both versions, and loses nothing', async ({
  page,
  browser,
  signIn,
}) => {
  await signIn('jane')
  const name = unique('Harbour')
  await page.goto('/o/acme/projects/new')
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('link', { name }).click()
  const other = await browser.newContext()
  await signInAs(other, 'olga')
  // Without the stream of changes, which would bring her page up to date before she deletes.
  await other.route('**/api/session/events?*', (route) => route.abort())
  const theirs = await other.newPage()
  const project = page.getByRole('heading', { name, level: 1 })
  await expect(project).toBeVisible()
  const address = page.url()
  await theirs.goto(address)
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('Description').fill('Jane wrote that.\nOn two lines.')
  await theirs.goto(`${address}/edit`)
  await theirs.getByLabel('Description').fill('Olga wrote this.')
  await theirs.getByRole('button', { name: 'Save changes' }).click()
  await expect(theirs.getByText(`Project “${name}” saved.`)).toBeVisible()

  await page.getByRole('button', { name: 'Save changes' }).click()
  const conflict = page.getByRole('region', { name: 'Someone else edited this project while you were editing' })
  await expect(conflict).toContainText('Olga wrote this.')
  await expect(conflict).toContainText('Jane wrote that.')
  await expect(page.getByLabel('Description')).toHaveValue('Jane wrote that.\nOn two lines.')
  await page.getByRole('button', { name: 'Save my version' }).click()
  await expect(page).toHaveURL(address)
  await expect(page.getByText('Jane wrote that.').first()).toBeVisible()

  // A person with the outdated page open can neither archive nor delete.
  await theirs.getByRole('button', { name: 'Delete' }).click()
  const dialog = theirs.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete project' }).click()
  await expect(dialog.getByText(/This has changed since you loaded it/)).toBeVisible()
  await expect(theirs.getByText('Jane wrote that.').first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete project' }).click()
  await expect(theirs).toHaveURL('/o/acme/projects')
})

test('a project is found in the command palette, in its organization only', async ({ page, signIn }) => {
  await signIn('frida')
  const search = async (text: string) => {
    await openByShortcut(page, ['ControlOrMeta+k'], page.getByRole('dialog', { name: 'Command palette' }))
    await expect(page.getByRole('combobox')).toBeFocused()
    await page.keyboard.type(text)
  }
  await page.goto('/o/globex/projects')
  await search('design system')
  await page.getByRole('option', { name: 'Design system audit' }).click()
  await expect(page).toHaveURL(/\/o\/globex\/projects\/proj_/)
  await page.goto('/o/acme/projects')
  await search('design system')
  await expect(page.getByText('No results for “design system”.')).toBeVisible()
})
