// Shared by every journey: signing in without the form, the mailbox, and a page that fails on any console error.
import {
  test as base,
  expect,
  type APIRequestContext,
  type BrowserContext,
  type Locator,
  type Page,
} from '@playwright/test'

export const password = 'correct horse battery staple'

export type Account = 'jane' | 'gina' | 'frida' | 'olga' | 'nora'

type Fixtures = {
  /** Gives the browser a session of a demo account. */
  signIn: (account: Account) => Promise<void>
  /** The newest mail to an address. */
  newestMail: (to: string) => Promise<{ subject: string; text: string }>
  /** Gives the browser a session of a new person, with a verified address and no organization. */
  signInAsNewcomer: (name: string, into?: BrowserContext) => Promise<{ name: string; email: string }>
  /** Console messages that a journey provokes and therefore expects. */
  expectedErrors: RegExp[]
  /** Closes what a journey opened beside its own browser: those pages would follow the changes of the next ones. */
  closeOthers: void
}

// The browser itself reports the stream of changes: refused in the moment in which the page is signed out, after which the page asks
// whether it is; and unreachable whenever a journey takes the browser offline.
const streamErrors = [
  /status of 401 .*\/api\/(session\/events|account\))/,
  /ERR_INTERNET_DISCONNECTED .*\/api\/session\/events/,
]

export const test = base.extend<Fixtures>({
  expectedErrors: [[], { option: true }],

  page: async ({ page, expectedErrors }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
    })
    await use(page)
    const unexpected = errors.filter(
      (error) => ![...expectedErrors, ...streamErrors].some((pattern) => pattern.test(error)),
    )
    expect(unexpected, 'nothing on the console').toEqual([])
  },

  closeOthers: [
    async ({ browser, context }, use) => {
      await use()
      const others = browser.contexts().filter((other) => other !== context)
      await Promise.all(others.map((other) => other.close()))
    },
    { auto: true },
  ],

  signIn: async ({ context }, use) => {
    await use((account) => signInAs(context, account))
  },

  signInAsNewcomer: async ({ context, newestMail }, use) => {
    await use(async (name, { request } = context) => {
      const email = `${unique('newcomer').toLowerCase()}@example.com`
      await request.post('/api/sign-up', { data: { name, email, password } })
      const [, token] = /\/verify-email\?token=([\w-]+)/.exec((await newestMail(email)).text)!
      expect((await request.post('/api/verify-email', { data: { token, password } })).status()).toBe(200)
      await signInByRequest(request, email)
      return { name, email }
    })
  },

  newestMail: async ({ request }, use) => {
    await use(async (to) => {
      const response = await request.get(`/api/dev/mail?to=${encodeURIComponent(to)}`)
      const { data } = await response.json()
      return data[0]
    })
  },
})

export { expect }

export async function signInAs(context: BrowserContext, account: Account): Promise<void> {
  await signInByRequest(context.request, `${account}@example.com`)
}

/** Signs in as a program does: next-auth's own endpoints, and the cookie stays in the request's context. */
export async function signInByRequest(request: APIRequestContext, email: string): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { csrfToken, email, password, json: 'true' }
  const response = await request.post('/api/auth/callback/credentials', { form })
  expect(response.status()).toBe(200)
}

let counter = 0

/** Unique in this run and the next. */
export const unique = (prefix: string) => `${prefix}-${Date.now().toString(36)}${process.pid.toString(36)}${counter++}`

/** Presses a shortcut until it opens something, because a page that is not interactive yet takes none. */
export async function openByShortcut(page: Page, keys: string[], opened: Locator): Promise<void> {
  await expect(async () => {
    if (!(await opened.isVisible())) for (const key of keys) await page.keyboard.press(key)
    await expect(opened).toBeVisible({ timeout: 5_000 })
  }).toPass()
}

/** Clicks the button of a form and waits for the answer. For a form whose result shows before it is saved, or whose page is left at once. */
export async function submit(button: Locator): Promise<void> {
  const answer = button
    .page()
    .waitForResponse((response) => response.request().method() === 'POST' && !response.url().includes('/api/'))
  await button.click()
  await answer
}
