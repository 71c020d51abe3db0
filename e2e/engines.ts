// Firefox (WebDriver BiDi) and WebKitGTK (WebDriver, on a virtual screen) with the few things that a journey does in them.
// Elements are named by XPath, which both understand.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'

export type Engine = {
  open: (url: string) => Promise<void>
  press: (xpath: string) => Promise<void>
  type: (xpath: string, text: string) => Promise<void>
  /** Chooses an option of a select by its value. */
  choose: (xpath: string, value: string) => Promise<void>
  see: (xpath: string) => Promise<void>
  url: () => Promise<string>
  close: () => Promise<void>
}

const patienceMs = 30_000
const firefox = '/usr/bin/firefox-esr'
const webKitDriver = '/usr/bin/WebKitWebDriver'
const miniBrowser = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/webkit2gtk-4.1/MiniBrowser`
const virtualScreen = '/usr/bin/Xvfb'

/** By name: what it needs installed, and how it starts. */
export const engines = {
  Firefox: { needs: [firefox], start: startFirefox },
  WebKit: { needs: [webKitDriver, miniBrowser, virtualScreen], start: startWebKit },
} satisfies Record<string, { needs: string[]; start: () => Promise<Engine> }>

export const isInstalled = ({ needs }: { needs: string[] }): boolean => needs.every((file) => existsSync(file))

async function startFirefox(): Promise<Engine> {
  const { launch } = await import('puppeteer-core')
  const browser = await launch({
    browser: 'firefox',
    executablePath: firefox,
    headless: true,
    defaultViewport: { width: 1280, height: 900 },
  })
  const page = await browser.newPage()
  page.setDefaultTimeout(patienceMs)
  const find = async (xpath: string) => (await page.waitForSelector(`::-p-xpath(${xpath})`, { visible: true }))!
  return {
    open: async (url) => void (await page.goto(url)),
    press: async (xpath) => (await find(xpath)).click(),
    type: async (xpath, text) => (await find(xpath)).type(text),
    choose: async (xpath, value) => void (await (await find(xpath)).select(value)),
    see: async (xpath) => void (await find(xpath)),
    // Its own record misses navigations that a script makes.
    url: () => page.evaluate(() => location.href),
    close: () => browser.close(),
  }
}

async function startWebKit(): Promise<Engine> {
  const { Builder, By, until } = await import('selenium-webdriver')
  const display = `:${(await freePort()) % 1000}`
  const screen = spawn(virtualScreen, [display, '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: 'ignore' })
  const port = await freePort()
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_COMPOSITING_MODE: '1' }
  const driver = spawn(webKitDriver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' })
  const stop = () => [driver, screen].forEach((child) => child.kill())
  try {
    await answers(port)
    const session = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
      })
      .build()
    const find = async (xpath: string) => {
      const element = await session.wait(until.elementLocated(By.xpath(xpath)), patienceMs)
      return session.wait(until.elementIsVisible(element), patienceMs)
    }
    return {
      open: (url) => session.get(url),
      press: async (xpath) => (await find(xpath)).click(),
      type: async (xpath, text) => (await find(xpath)).sendKeys(text),
      choose: async (xpath, value) => (await find(`${xpath}/option[@value='${value}']`)).click(),
      see: async (xpath) => void (await find(xpath)),
      url: () => session.getCurrentUrl(),
      close: () => session.quit().finally(stop),
    }
  } catch (error) {
    stop()
    throw error
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

async function answers(port: number): Promise<void> {
  const until = Date.now() + patienceMs
  while (Date.now() < until) {
    const isUp = await fetch(`http://127.0.0.1:${port}/status`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${webKitDriver} did not start.`)
}
