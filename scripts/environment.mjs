// The settings of a command: the real environment, then .env.local and .env as Next reads them. lib/env.ts judges them,
// here already, before anything slow starts.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { Problem, step } from './progress.mjs'
import { root } from './root.mjs'

/** Makes .env.local with a fresh secret; one that exists is never touched. */
export function createEnvFile(file = path.join(root, '.env.local')) {
  if (fs.existsSync(file) || process.env.AUTH_SECRET) return
  return step('.env.local', (note) => {
    const secret = randomBytes(33).toString('base64')
    const content = `# Made for this checkout alone: every variable is explained in .env.example.\nAUTH_SECRET=${secret}\n`
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
    note('made, with a fresh secret')
  })
}

/** Every variable as the server will see it. The real environment wins over the files. */
export async function readEnvironment({ dev }) {
  const { default: nextEnv } = await import('@next/env')
  const real = { ...process.env }
  const quiet = { info: () => {}, error: console.error }
  // Anew each time: a command may ask twice, with a file made in between.
  const { combinedEnv } = nextEnv.loadEnvConfig(root, dev, quiet, true)
  const found = { ...combinedEnv }
  // Next's mark of having read the files would keep the server from reading them again when they change.
  delete found.__NEXT_PROCESSED_ENV
  nextEnv.resetEnv()
  return { real, found }
}

/** Checks the settings of a server. Throws one line for every variable that is missing or wrong. */
export async function validate(environment) {
  const { tsImport } = await import('tsx/esm/api')
  const { parseEnv } = await tsImport('../lib/env.ts', import.meta.url)
  const result = parseEnv(environment)
  if (!result.problems) return result.env
  throw new Problem(
    ['The environment is not complete:', ...result.problems.map((problem) => `  ${problem}`)].join('\n'),
  )
}
