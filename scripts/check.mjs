// `npm run check`: types, lint and format, all of them even when one fails.
import path from 'node:path'
import { command, runNode, shutDown } from './processes.mjs'
import { root } from './root.mjs'
import { Problem, step } from './progress.mjs'
import { prepare } from './setup.mjs'

const checks = [
  ['Types', 'typescript/bin/tsc', ['--noEmit']],
  ['Lint', 'eslint/bin/eslint.js', ['.']],
  ['Format', 'prettier/bin/prettier.cjs', ['--check', '.']],
]

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }

await command(async () => {
  await prepare()
  // Next writes the types of routes and pages; tsc needs them.
  await step('Route types', () => tool('next/dist/bin/next', ['typegen']))
  let failures = 0
  for (const [title, script, args] of checks) {
    await step(title, () => tool(script, args)).catch((error) => {
      if (!(error instanceof Problem)) throw error
      failures++
      console.error(error.message)
      if (title === 'Format') console.error('npm run format writes them as they should be.')
    })
  }
  await shutDown(failures > 0 ? 1 : 0)
})

function tool(script, args) {
  return runNode(path.join(root, 'node_modules', script), args, { env })
}
