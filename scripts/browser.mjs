// Finds the Chromium for the browser tests: an installed one, else Debian's package, else Playwright's download.
import fs from 'node:fs'
import path from 'node:path'
import { aptInstall, canAptInstall } from './apt.mjs'
import { runNode } from './processes.mjs'
import { Problem } from './progress.mjs'
import { root } from './root.mjs'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
]

/** The path of a browser, for CHROMIUM_PATH. */
export async function findBrowser() {
  const asked = process.env.CHROMIUM_PATH
  if (asked && !fs.existsSync(asked)) throw new Problem(`CHROMIUM_PATH names ${asked}, which does not exist.`)
  return asked || (await installed()) || (await install())
}

async function installed() {
  const { chromium } = await import('@playwright/test')
  return [chromium.executablePath(), ...usual].find((file) => file && fs.existsSync(file))
}

async function install() {
  if (canAptInstall()) {
    await aptInstall('chromium')
  } else {
    const playwright = path.join(root, 'node_modules/@playwright/test/cli.js')
    const advice = 'Install Chrome or Chromium, or name one in CHROMIUM_PATH.'
    await runNode(playwright, ['install', 'chromium'], { advice })
  }
  const found = await installed()
  if (!found) throw new Problem('No browser was found after installing one: name it in CHROMIUM_PATH.')
  return found
}
