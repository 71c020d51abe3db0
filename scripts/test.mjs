// `npm test`: every test and the attacks of `npm run prove`, from a fresh clone. `-- --real-postgres` also tests on a throw-away
// server of the installed Postgres, `--fork` also runs scripts/fork-tests.mjs, and `--unit` skips the browser, except for the file of
// `--journey`, and the attacks. The last line is the total. `--server URL` names the Postgres of the unit tests instead of an
// embedded one. The status is 1 if a test failed or a suite ran nothing.
import { parseArgs } from 'node:util'
import { createEnvFile } from './environment.mjs'
import { command, shutDown } from './processes.mjs'
import { step } from './progress.mjs'
import { prepare } from './setup.mjs'

await command(async () => {
  const { values } = parseArgs({
    options: {
      'real-postgres': { type: 'boolean' },
      fork: { type: 'boolean' },
      unit: { type: 'boolean' },
      journey: { type: 'string' },
      server: { type: 'string' },
    },
  })
  await prepare()
  createEnvFile()
  const { findBrowser } = await import('./browser.mjs')
  const CHROMIUM_PATH = await step('Browser', findBrowser)
  const env = { ...process.env, CHROMIUM_PATH, NEXT_TELEMETRY_DISABLED: '1' }
  // Tests have their own databases and never use the one of this shell.
  for (const name of ['DATABASE_URL', 'DATABASE_MIGRATION_URL', 'TEST_DATABASE_URL']) delete env[name]

  const results = await runAll(env, values)
  const { failuresOf, sum, totals } = await import('./suites.mjs')
  console.log()
  // Again here, since a long log is often cut to its end.
  for (const [name, counts] of Object.entries(results))
    for (const failure of failuresOf(counts)) console.log(`${name}: ✗ ${failure}`)
  for (const [name, counts] of Object.entries(results)) console.log(`${name}: ${totals(counts)}`)
  const total = sum(Object.values(results))
  console.log(totals(total))
  await shutDown(total.failed > 0 ? 1 : 0)
})

async function runAll(env, { unit, journey, fork, server, 'real-postgres': onRealPostgres }) {
  const { runPlaywright, runProve, runVitest } = await import('./suites.mjs')
  const results = server
    ? { 'On Postgres': await runVitest({ ...env, TEST_DATABASE_URL: server }) }
    : { 'On the embedded database': await runVitest(env) }
  if (onRealPostgres) results['On Postgres'] = await onServer((url) => runVitest({ ...env, TEST_DATABASE_URL: url }))
  if (!unit || journey)
    results['In the browser'] = await browserTests(env, (all) => runPlaywright(all, journey ? [journey] : []))
  if (!unit)
    results['Attacks on the isolation'] = await (onRealPostgres
      ? onServer((url) => runProve({ ...env, TEST_DATABASE_URL: url }))
      : runProve(env))
  if (fork) Object.assign(results, await afterForking(env, onRealPostgres))
  return results
}

// A server answers two tests at once, the embedded database one after the other.
async function afterForking(env, onRealPostgres) {
  const { forkTests } = await import('./fork-tests.mjs')
  return onRealPostgres ? onServer((url) => forkTests(env, ['--server', url])) : forkTests(env)
}

async function onServer(fn) {
  const { startRealPostgres } = await import('./real-postgres.mjs')
  // Test data need not survive a power cut, and the many races should not wait a second for the deadlock check.
  const settings = { fsync: 'off', synchronous_commit: 'off', deadlock_timeout: '50ms' }
  const server = await step('Postgres server', () => startRealPostgres({ settings }))
  try {
    return await fn(server.url)
  } finally {
    await server.stop()
  }
}

// Without a build no browser test can run. That counts as one failure, and the other suites still run.
async function browserTests(env, runPlaywright) {
  const { build } = await import('./next-build.mjs')
  try {
    await build(env, { whenStale: true })
  } catch (error) {
    console.error(error.message)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  return runPlaywright(env)
}
