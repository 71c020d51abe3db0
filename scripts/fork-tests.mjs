// Runs the first commands of a fork in a copy of the working tree: `new`, then `remove-sample` and `rename`. After the first and
// after the last it runs every check and unit test, and after `new` also the generated journey.
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

const rounds = [
  { commands: [['new', noun, ...fields]], tests: ['--journey', `e2e/${noun}.spec.ts`] },
  { commands: [['remove-sample'], ['rename', name]], tests: [] },
]

/** In: options of the unit tests. Out: the numbers of each round, by its commands. */
export async function forkTests(env, options = []) {
  const folder = await step('Copy for the commands of a fork', copyForFork)
  const node = (file, ...rest) => runNode(path.join(folder, 'scripts', file), rest, { cwd: folder, env, mayFail: true })
  const results = {}
  for (const { commands, tests } of rounds) {
    const title = commands.map(([script]) => script).join(' and ')
    results[`After npm run ${title}`] =
      (await runCommands(folder, node, commands)) ??
      (await testAll(node, title, commands.length, [...options, ...tests]))
  }
  return results
}

// Out: the result if a command failed.
async function runCommands(folder, node, commands) {
  for (const [script, ...args] of commands) {
    const done = await step(`npm run ${script}`, () => node(`${script}.mjs`, ...args))
    if (done.code !== 0) return failed(done)
    await commit(folder, script)
  }
}

// The commands and the checks count as one test each.
async function testAll(node, title, commands, tests) {
  const checked = await step(`Checks after ${title}`, () => node('check.mjs'))
  if (checked.code !== 0) console.error(checked.output)
  const tested = await step(`Tests after ${title}`, () => node('test.mjs', '--unit', ...tests))
  const [total] = tested.output.match(/\d+ passed, \d+ failed(, \d+ skipped)?\n$/) ?? []
  if (!total) return failed(tested)
  if (tested.code !== 0) console.error(tested.output)
  const [passed, failures, skipped = 0] = total.match(/\d+/g).map(Number)
  const isChecked = checked.code === 0
  return { passed: commands + passed + (isChecked ? 1 : 0), failed: failures + (isChecked ? 0 : 1), skipped }
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
