// The settings of a command: the real environment, then .env.local and .env as Next reads them. lib/env.ts validates them here,
// before anything slow starts.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { Problem, step } from './progress.mjs'
import { root } from './root.mjs'

/** Creates .env.local with a new secret; an existing file is never changed. */
export function createEnvFile(file = path.join(root, '.env.local')) {
  if (fs.existsSync(file) || process.env.AUTH_SECRET) return
  return step('.env.local', (note) => {
    const secret = randomBytes(33).toString('base64')
    const content = `# Made for this checkout alone: every variable is explained in .env.example.\nAUTH_SECRET=${secret}\n`
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
    note('made, with a fresh secret')
  })
}

/** All variables as the server will see them. The real environment overrides the files. */
export async function readEnvironment({ dev }) {
  const { default: nextEnv } = await import('@next/env')
  const real = { ...process.env }
  const quiet = { info: () => {}, error: console.error }
  // Read again each time, because a command may create the file between two calls.
  const { combinedEnv } = nextEnv.loadEnvConfig(root, dev, quiet, true)
  const found = { ...combinedEnv }
  // Next's marker for files it has read would keep the server from reading them again after a change.
  delete found.__NEXT_PROCESSED_ENV
  nextEnv.resetEnv()
  return { real, found }
}

/** Checks the settings of a server. Throws one line for each variable that is missing or wrong. */
export async function validate(environment) {
  const { tsImport } = await import('tsx/esm/api')
  const { parseEnv } = await tsImport('../lib/env.ts', import.meta.url)
  const result = parseEnv(environment)
  if (!result.problems) return result.env
  throw new Problem(
    ['The environment is wrong or incomplete:', ...result.problems.map((problem) => `  ${problem}`)].join('\n'),
  )
}
