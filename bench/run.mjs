// `npm run bench`: compares our production build with a bare Next application of the same packages, in the same minute, on a
// throw-away Postgres with realistic data. Status 1 only if something did not work; a missed budget is a result.
//   --only me,token   these targets alone      --reps 3   repetitions of each      --secs 5   seconds of each repetition
//   --timing          only whether times tell known addresses from unknown ones, in three minutes; status 1 if they do
//   --peers           beside better-auth and next-auth with Prisma instead, whose packages are installed only now
//   --growth          how the cost of a request grows with the data instead; --million also with a million audit events
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { command, shutDown } from '../scripts/processes.mjs'
import { Problem } from '../scripts/progress.mjs'
import { prepare } from '../scripts/setup.mjs'

const options = {
  only: { type: 'string', default: '' },
  reps: { type: 'string', default: '3' },
  secs: { type: 'string', default: '5' },
  timing: { type: 'boolean', default: false },
  peers: { type: 'boolean', default: false },
  growth: { type: 'boolean', default: false },
  million: { type: 'boolean', default: false },
}

await command(async () => {
  const { values } = parseArgs({ options })
  const settings = {
    only: values.only.split(',').filter(Boolean),
    reps: count('reps', values.reps, 20),
    seconds: count('secs', values.secs, 30),
  }
  fs.mkdirSync(path.join(import.meta.dirname, 'results'), { recursive: true })
  await prepare()
  const work = values.timing ? timing : values.peers ? besidePeers : values.growth ? growing : everyTarget
  await shutDown((await work({ ...settings, million: values.million })) ? 0 : 1)
})

// Imported now, because before `prepare` nothing may be installed. Out, each: whether everything worked, at any speed.
async function setUp(trails) {
  return (await import('./set-up.mjs')).setUp({ trails })
}

async function everyTarget(settings) {
  const { measureAll } = await import('./measure-all.mjs')
  const { trailSizes } = await import('./trail-data.mjs')
  const wanted = settings.only.length === 0 || settings.only.some((id) => id.startsWith('audit-'))
  const trails = wanted ? trailSizes : []
  return measureAll(await setUp(trails), { ...settings, trails })
}

// Out: whether the times say nothing.
async function timing() {
  const { setUpAlone } = await import('./set-up.mjs')
  const { knownPeople, measureTiming, saysNothing } = await import('./timing.mjs')
  const { printTiming, save } = await import('./report.mjs')
  const { port, origin, version } = await setUpAlone(knownPeople)
  const rows = await measureTiming(port, origin)
  printTiming(rows)
  save('timing', { postgres: version, timing: rows })
  return rows.every(saysNothing)
}

async function besidePeers(settings) {
  const { comparePeers } = await import('./peers/compare.mjs')
  return comparePeers(await setUp([]), settings)
}

async function growing({ million, ...settings }) {
  const { measureGrowth } = await import('./growth.mjs')
  const { allTrailSizes } = await import('./trail-data.mjs')
  const trails = million ? allTrailSizes : allTrailSizes.slice(0, -1)
  return measureGrowth(await setUp(trails), { ...settings, trails })
}

function count(name, text, max) {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new Problem(`--${name} must be a whole number from 1 to ${max}.`)
}
