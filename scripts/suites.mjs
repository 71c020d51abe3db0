// Runs a test suite and counts its tests. A suite that crashed or ran nothing has failed, whatever it reports.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { beforeExit, runNode } from './processes.mjs'
import { root } from './root.mjs'

/** Vitest on the database that `env` names, or an embedded one. */
export function runVitest(env) {
  return suite('node_modules/vitest/vitest.mjs', (report) => {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    return { args, env, count: countVitest }
  })
}

/** Playwright: the journeys of the given files, or all of them, in the browser of CHROMIUM_PATH. */
export function runPlaywright(env, files = []) {
  return suite('node_modules/@playwright/test/cli.js', (report) => {
    const args = ['test', ...files, '--reporter=list,json']
    return { args, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, count: countPlaywright }
  })
}

/** The attacks of `npm run prove`, on a server or an embedded database: each table, route, page, action and so on counts as a test. */
export async function runProve(env) {
  const folder = path.join(reportFolder(), 'prove')
  const args = ['--out', folder]
  const { code } = await runNode(path.join(root, 'scripts/prove.mjs'), args, { env, show: true, mayFail: true })
  const report = path.join(folder, 'report.json')
  return judge(fs.existsSync(report) ? countProve(JSON.parse(fs.readFileSync(report, 'utf8'))) : nothing(), code)
}

/** "3 passed, 1 failed", and the number of skipped tests if there are any. */
export const totals = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

export const sum = (counts) =>
  counts.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  )

async function suite(script, describe) {
  const report = path.join(reportFolder(), `${path.basename(path.dirname(script))}-${Date.now()}.json`)
  const { args, env, count } = describe(report)
  const { code } = await runNode(path.join(root, script), args, { env, show: true, mayFail: true })
  const counts = fs.existsSync(report) ? count(JSON.parse(fs.readFileSync(report, 'utf8'))) : nothing()
  return judge(counts, code)
}

/** A failed run without a failed test counts as one failure. */
export function judge(counts, code) {
  const ranNothing = counts.passed + counts.failed === 0
  const unaccounted = counts.failed === 0 && (code !== 0 || ranNothing)
  return { ...counts, failed: counts.failed + (unaccounted ? 1 : 0) }
}

const nothing = () => ({ passed: 0, failed: 0, skipped: 0 })

/** The name of each failed test with the first line of its error, in a suite's counts. */
export const failuresOf = ({ failures = [] }) => failures

const failure = (name, message = '') => `${name}: ${stripVTControlCharacters(message).trim().split('\n')[0]}`

// A file that could not be loaded has no tests, but counts as a failure.
export const countVitest = ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0, testResults }) => ({
  failures: testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name)
    if (status === 'failed' && assertionResults.length === 0) return [failure(file, message)]
    const failed = assertionResults.filter((each) => each.status === 'failed')
    return failed.map(({ fullName, failureMessages }) => failure(`${file} › ${fullName}`, failureMessages[0]))
  }),
  passed: numPassedTests,
  failed:
    numFailedTests +
    testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length,
  skipped: numPendingTests + numTodoTests,
})

// A test that passes at the second attempt has passed; the list above marks it as flaky.
export const countPlaywright = ({ stats, errors, suites }) => ({
  failures: [
    ...errors.map(({ message }) => failure('Playwright', message)),
    ...suites
      .flatMap(specsOf)
      .flatMap(({ file, title, ok, tests }) =>
        ok
          ? []
          : [
              failure(
                `e2e/${file} › ${title}`,
                tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message,
              ),
            ],
      ),
  ],
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected + errors.length,
  skipped: stats.skipped,
})

export const countProve = ({ passed, failed, targets }) => ({
  failures: targets.flatMap(({ kind, name, failures }) =>
    failures.length > 0 ? [failure(`${kind} ${name}`, failures[0])] : [],
  ),
  passed,
  failed,
  skipped: 0,
})

const specsOf = ({ specs, suites = [] }) => [...specs, ...suites.flatMap(specsOf)]

let folder

function reportFolder() {
  if (folder) return folder
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'test-reports-'))
  beforeExit(async () => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}
