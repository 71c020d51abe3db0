// `npm run drill`: hurts a running system in known ways and reports what its users notice. Status 1 if a promise was broken.
//   -- --short         each fault once and briefly, at most three minutes: for CI. Speeds are reported, not judged
//   -- --scale         more than one machine instead: instances behind nginx, PgBouncer, a replica, Redis
//   -- --only a,b      these faults alone          --runs 3   runs of each
//   -- --json FILE     the report as JSON
import { parseArgs } from 'node:util'
import { build } from './next-build.mjs'
import { command, shutDown } from './processes.mjs'
import { Problem } from './progress.mjs'
import { prepare } from './setup.mjs'

const options = {
  short: { type: 'boolean', default: false },
  scale: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  runs: { type: 'string' },
  json: { type: 'string', default: 'test-results/drill.json' },
}

await command(async () => {
  const { values } = parseArgs({ options })
  await prepare()
  await build(process.env, { whenStale: true })
  const { faults, scale } = await import('./drill/faults.mjs')
  const known = values.scale ? scale : faults
  const only = values.only.split(',').filter(Boolean)
  const unknown = only.filter((name) => !known.some((fault) => fault.name === name))
  if (unknown.length > 0)
    throw new Problem(`There is no ${unknown.join(', ')}. Choose from: ${known.map(({ name }) => name).join(', ')}`)
  const chosen = known.filter(({ name, isLong }) => (only.length > 0 ? only.includes(name) : !(values.short && isLong)))
  const { drill } = await import('./drill/run.mjs')
  const runs = Number(values.runs ?? (values.short || values.scale ? 1 : 3))
  const isWhole = await drill(chosen, { isShort: values.short, runs, file: values.json })
  await shutDown(isWhole ? 0 : 1)
})
