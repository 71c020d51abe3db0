// The browser that takes the pictures: a fixed window, no animation, fonts and images loaded.
import fs from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import sharp from 'sharp'
import { findBrowser } from '../browser.mjs'
import { Problem } from '../progress.mjs'

const password = 'correct horse battery staple'
const mostBytes = 80_000
// Of the copy for phones.
const smallWidth = 760

/** Out: `take`, which writes a picture and says how large it became, and `close`. */
export async function openStudio(url) {
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] })
  const sessions = new Map()
  const sessionOf = async (account) => {
    if (!account) return undefined
    if (!sessions.has(account)) sessions.set(account, await signIn(browser, url, account))
    return sessions.get(account)
  }
  const take = async (picture, theme, file) => {
    const context = await browser.newContext({
      baseURL: url,
      viewport: picture.window,
      deviceScaleFactor: picture.scale ?? 1,
      colorScheme: theme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
      storageState: await sessionOf(picture.account),
    })
    try {
      const png = await photograph(await context.newPage(), picture)
      if (!png) return 'not there'
      if (picture.scale)
        await write(await sharp(png).resize(smallWidth).png().toBuffer(), file.replace('.webp', '-small.webp'))
      return await write(png, file)
    } finally {
      await context.close()
    }
  }
  return { take, close: () => browser.close() }
}

// Null if this version of the product does not have the page.
async function photograph(page, { path: address, open }) {
  const response = await page.goto(address, { waitUntil: 'networkidle' })
  if (response.status() === 404) return null
  if (response.status() !== 200) throw new Problem(`${address} answers ${response.status()}.`)
  if ((await open?.(page)) === false) return null
  await page.waitForLoadState('networkidle')
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.all(
      [...document.images].filter(({ loading }) => loading !== 'lazy').map((image) => image.decode().catch(() => {})),
    )
  })
  return page.screenshot({ animations: 'disabled' })
}

async function write(png, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  for (const quality of [82, 74, 66, 58, 50]) {
    const picture = await sharp(png).webp({ quality, effort: 6, smartSubsample: true }).toBuffer()
    if (picture.length > mostBytes) continue
    fs.writeFileSync(file, picture)
    return `${Math.round(picture.length / 1000)} kB`
  }
  throw new Problem(`${path.basename(file)} is larger than ${mostBytes / 1000} kB at any quality.`)
}

async function signIn(browser, baseURL, account) {
  const context = await browser.newContext({ baseURL })
  const { request } = context
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { csrfToken, email: `${account}@example.com`, password, json: 'true' }
  const answer = await request.post('/api/auth/callback/credentials', { form })
  if (answer.status() !== 200) throw new Problem(`${account} could not sign in: is this the demo?`)
  const state = await context.storageState()
  await context.close()
  return state
}
