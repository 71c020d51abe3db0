// The main journey in the two other browser engines. Where E2E_ENGINES is set, as in .ci/run, they must be installed.
import { engines, isInstalled, type Engine } from './engines'
import { expect, password, test, unique } from './fixtures'

// A member of Initech whose role each engine changes.
const members = { Firefox: 'Sam', WebKit: 'Tomás' }

const button = (name: string) => `//button[normalize-space()='${name}']`
const item = (name: string) => `//*[@role='menuitem'][contains(., '${name}')]`

async function at(engine: Engine, path: string): Promise<void> {
  await expect.poll(async () => new URL(await engine.url()).pathname).toBe(path)
}

for (const [name, engine] of Object.entries(engines) as [keyof typeof engines, (typeof engines)['Firefox']][]) {
  test(`${name}: sign in, pick, switch, invite, and change a role`, async ({ baseURL }) => {
    test.skip(!isInstalled(engine) && !process.env.E2E_ENGINES, `${name} is not installed`)
    const browser = await engine.start()
    try {
      await browser.open(`${baseURL}/sign-in`)
      await browser.type(`//input[@name='email']`, 'frida@example.com')
      await browser.type(`//input[@name='password']`, password)
      await browser.press(button('Sign in'))
      // Frida may have begun in one of her organizations, by another journey.
      await expect.poll(async () => new URL(await browser.url()).pathname).not.toBe('/sign-in')
      await browser.open(`${baseURL}/organizations`)
      await browser.press(`//main//a[contains(., 'Acme Corp')]`)
      await at(browser, '/o/acme')

      await browser.press(`//button[starts-with(normalize-space(), 'Switch organization')]`)
      await browser.press(item('Initech'))
      await at(browser, '/o/initech')

      const invited = `${unique(name).toLowerCase()}@example.com`
      await browser.open(`${baseURL}/o/initech/invitations/new`)
      await browser.type(`//textarea`, invited)
      await browser.press(button('Send invitations'))
      await at(browser, '/o/initech/invitations')
      await browser.see(`//td[contains(., '${invited}')]`)

      await browser.open(`${baseURL}/o/initech/members`)
      await browser.press(`//a[starts-with(@aria-label, 'Actions for ${members[name]}')]`)
      await browser.press(item('Change role'))
      await browser.choose(`//dialog[@open]//select[@name='role']`, 'viewer')
      await browser.press(`//dialog[@open]${button('Save role')}`)
      await browser.see(`//tr[contains(., '${members[name]}')]//*[normalize-space()='Viewer']`)
    } finally {
      await browser.close()
    }
  })
}
