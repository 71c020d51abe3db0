// `npm run prove`: attacks the isolation of this checkout: every table of the live catalogue, every route, page and server action of
// the build, every permission. Needs no set-up. Status 1 if an attack got through, or if something is unknown and was not attacked.
//   --only database,routes,pages,actions   these parts alone      --out FOLDER   where the reports go, instead of reports/prove
//   --mutate   removes one guard at a time in a scratch copy instead, and tells which attacks notice; --guard NAME for one alone
// TEST_DATABASE_URL names a Postgres server (as a superuser) for a new database there, instead of an embedded one.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { command, shutDown } from './processes.mjs'
import { Problem } from './progress.mjs'
import { root } from './root.mjs'
import { prepare } from './setup.mjs'

const parts = ['database', 'routes', 'pages', 'actions']
const options = {
  only: { type: 'string', default: parts.join() },
  out: { type: 'string', default: 'reports/prove' },
  mutate: { type: 'boolean', default: false },
  guard: { type: 'string', multiple: true, default: [] },
}

await command(async () => {
  const { values } = parseArgs({ options })
  const only = values.only.split(',').filter(Boolean)
  const unknown = only.find((each) => !parts.includes(each))
  if (unknown || only.length === 0) throw new Problem(`--only takes ${parts.join(', ')}.`)
  await prepare()
  const settings = { only, out: path.resolve(root, values.out), server: process.env.TEST_DATABASE_URL }
  // Imported now, because before `prepare` nothing may be installed.
  const work = values.mutate
    ? (await import('./prove/mutate.mjs')).mutate({ ...settings, guards: values.guard })
    : (await import('./prove/run.mjs')).prove(settings)
  await shutDown((await work) ? 0 : 1)
})
