// `npm run pictures`: takes the pictures of docs/pictures/after and of the front page, from a demo with fresh data.
//   -- --url http://localhost:3000   from a demo that runs already      --into FOLDER   the documentation's pictures elsewhere
//   -- --only docs or front          only those of the one place
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findPort, waitForHttp } from './ports.mjs'
import { beforeExit, command, endWith, shutDown, startServer } from './processes.mjs'
import { Problem, step } from './progress.mjs'
import { root } from './root.mjs'
import { prepare } from './setup.mjs'

const options = {
  url: { type: 'string' },
  into: { type: 'string', default: 'docs/pictures/after' },
  only: { type: 'string', default: 'docs,front' },
}

await command(async () => {
  const { values } = parseArgs({ options })
  await prepare()
  const { openStudio } = await import('./pictures/studio.mjs')
  const url = values.url ?? (await startDemo())
  const studio = await openStudio(url)
  beforeExit(studio.close)
  if (values.only.includes('docs')) await documentation(studio, path.resolve(root, values.into))
  if (values.only.includes('front')) await frontPage(studio)
  await shutDown(0)
})

async function documentation(studio, folder) {
  const { pages } = await import('./pictures/pages.mjs')
  for (const page of pages)
    await step(page.name, async (note) =>
      note(await studio.take(page, 'light', path.join(folder, `${page.name}.webp`))),
    )
}

// A fork that has deleted the starter's front page has no use for its pictures.
async function frontPage(studio) {
  const starter = path.join(root, 'app/(marketing)/starter')
  if (!fs.existsSync(starter)) return
  const { scenes } = await import('./pictures/pages.mjs')
  for (const scene of scenes)
    for (const theme of ['light', 'dark'])
      await step(`${scene.name}, ${theme}`, async (note) =>
        note(await studio.take(scene, theme, path.join(starter, 'pictures', `${scene.name}-${theme}.webp`))),
      )
}

async function startDemo() {
  const port = await findPort(4690)
  const url = `http://localhost:${port}`
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'pictures-'))
  beforeExit(async () => fs.rmSync(data, { recursive: true, force: true }))
  const settings = { PORT: String(port), APP_URL: url, DATA_DIR: data, DATABASE_URL: '', RATE_LIMIT_SCALE: '1000' }
  const server = startServer(path.join(root, 'scripts/demo.mjs'), [], {
    ...process.env,
    ...settings,
    LOG_LEVEL: 'warn',
  })
  endWith(server.ended, 'The demo')
  const status = await waitForHttp(`${url}/api/ready`, { ended: server.ended, timeoutMs: 300_000 })
  if (status !== 200) throw new Problem('The demo did not start.')
  return url
}
