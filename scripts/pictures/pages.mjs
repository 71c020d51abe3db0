// What is photographed. `open` brings a page into the state that the picture shows; `clip` is the part of the window that is kept.

const whole = { width: 1280, height: 800 }
const phone = { width: 390, height: 800 }

const invite = async (page) => {
  const text = 'lena@studio-berg.example\nfrida@example.com\ntom@studio-berg\namir@studio-berg.example, admin'
  await page.getByLabel('Email').first().fill(text)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await page.getByLabel('Email 2').waitFor()
}

/** The twelve pages of docs/interface.md. */
export const pages = [
  { name: 'front', path: '/', window: whole, open: openPicture },
  { name: 'sign-in', path: '/sign-in', window: whole },
  { name: 'picker', path: '/organizations', account: 'frida', window: phone },
  { name: 'overview', path: '/o/acme', account: 'jane', window: whole },
  { name: 'members', path: '/o/acme/members', account: 'jane', window: { width: 1024, height: 800 } },
  { name: 'member', path: '/o/acme/members', account: 'jane', window: whole, open: openFirst },
  { name: 'invite', path: '/o/acme/invitations/new', account: 'jane', window: whole, open: invite },
  { name: 'roles', path: '/o/acme/settings/roles', account: 'jane', window: whole },
  { name: 'new-key', path: '/o/acme/settings/api-keys/new', account: 'jane', window: whole },
  { name: 'audit-log', path: '/o/acme/settings/audit-log', account: 'jane', window: whole },
  { name: 'danger', path: '/o/acme/settings/danger', account: 'olga', window: whole },
  { name: 'account', path: '/account/security', account: 'frida', window: whole },
]

/** The pictures of the front page. */
export const scenes = [
  {
    name: 'switcher',
    path: '/o/acme',
    account: 'frida',
    window: { width: 1040, height: 660 },
    open: openSwitcher,
    scale: 1.75,
  },
  {
    name: 'access',
    path: '/o/acme/members',
    account: 'jane',
    window: { width: 1040, height: 660 },
    open: openDrawer,
    scale: 1.75,
  },
  { name: 'members', path: '/o/acme/members', account: 'jane', window: { width: 1040, height: 660 }, scale: 1.75 },
]

// Below the first screen, where the product is shown. Lazy pictures are loaded on the way.
async function openPicture(page) {
  await page
    .locator('#organizations')
    .evaluate((heading) => window.scrollTo(0, heading.getBoundingClientRect().top - 160))
}

// Frida is in all of the demo's versions.
async function openFirst(page) {
  const link = page.getByRole('table').getByRole('link', { name: 'Frida Lindqvist' })
  if ((await link.count()) === 0) return false
  await link.first().click()
  await page.waitForURL(/\/members\/user_/)
}

async function openSwitcher(page) {
  await page.getByRole('button', { name: /^Switch organization/ }).click()
  await page.getByRole('menuitem', { name: /Initech/ }).waitFor()
}

async function openDrawer(page) {
  await page.getByRole('button', { name: 'Access' }).click()
  await page.getByRole('dialog', { name: 'Access' }).getByText('Postgres').first().waitFor()
}
