// `npm run bench`: compares our production build with a bare Next application of the same packages, in the same minute, on a
// throw-away Postgres with realistic data. Status 1 only if something did not work; a missed budget is a result.
//   --only me,token   these targets alone      --reps 3   repetitions of each      --secs 5   seconds of each repetition
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
}

await command(async () => {
  const { values } = parseArgs({ options })
  const settings = {
    only: values.only.split(',').filter(Boolean),
    reps: count('reps', values.reps, 20),
    seconds: count('secs', values.secs, 30),
  }
  const trails = settings.only.length === 0 || settings.only.some((id) => id.startsWith('audit-'))
  fs.mkdirSync(path.join(import.meta.dirname, 'results'), { recursive: true })
  await prepare()
  const { setUp } = await import('./set-up.mjs')
  const { measureAll } = await import('./measure-all.mjs')
  const worked = await measureAll(await setUp({ trails }), { ...settings, trails })
  await shutDown(worked ? 0 : 1)
})

function count(name, text, max) {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new Problem(`--${name} must be a whole number from 1 to ${max}.`)
}
