// Runs the first commands of a fork in a copy of the working tree: `new`, `remove-sample` and `rename`. After each it runs every
// check and unit test, and after `new` also the generated journey.
import path from 'node:path'
import { run, runNode } from './processes.mjs'
import { step } from './progress.mjs'
import { copyTree } from './scratch-copy.mjs'

const noun = 'trial-invoices'
const fields = [
  'title:string',
  'amount:decimal',
  'due:date',
  'status:enum(draft,sent,paid)',
  'paid:boolean',
  'note:text?',
]
// A name that does not occur in the code.
const name = `Fork ${Date.now().toString(36)}`

const steps = [
  ['new', [noun, ...fields], ['--journey', `e2e/${noun}.spec.ts`]],
  ['remove-sample', [], []],
  ['rename', [name], []],
]

/** In: options of the unit tests. Out: the numbers of each step, by its name. */
export async function forkTests(env, options = []) {
  const folder = await step('Copy for the commands of a fork', copyForFork)
  const results = {}
  for (const [script, args, tests] of steps)
    results[`After npm run ${script}`] = await testAfter(folder, env, script, args, [...options, ...tests])
  return results
}

// The command and the checks count as one test each.
async function testAfter(folder, env, script, args, tests) {
  const node = (file, ...rest) => runNode(path.join(folder, 'scripts', file), rest, { cwd: folder, env, mayFail: true })
  const done = await step(`npm run ${script}`, () => node(`${script}.mjs`, ...args))
  if (done.code !== 0) return failed(done)
  await commit(folder, script)
  const checked = await step(`Checks after ${script}`, () => node('check.mjs'))
  if (checked.code !== 0) console.error(checked.output)
  const tested = await step(`Tests after ${script}`, () => node('test.mjs', '--unit', ...tests))
  const [total] = tested.output.match(/\d+ passed, \d+ failed(, \d+ skipped)?\n$/) ?? []
  if (!total) return failed(tested)
  if (tested.code !== 0) console.error(tested.output)
  const [passed, failures, skipped = 0] = total.match(/\d+/g).map(Number)
  const isChecked = checked.code === 0
  return { passed: 1 + passed + (isChecked ? 1 : 0), failed: failures + (isChecked ? 0 : 1), skipped }
}

function failed({ output }) {
  console.error(output)
  return { passed: 0, failed: 1, skipped: 0 }
}

async function copyForFork() {
  const folder = await copyTree('fork')
  await run('git', ['init', '--quiet'], { cwd: folder })
  await commit(folder, 'begin')
  return folder
}

// Commits, because the commands need a clean tree and some tests list the files that git knows.
async function commit(folder, message) {
  const author = ['-c', 'user.name=Tests', '-c', 'user.email=tests@example.com']
  await run('git', ['add', '--all'], { cwd: folder })
  await run('git', [...author, 'commit', '--quiet', '--message', message], { cwd: folder })
}
