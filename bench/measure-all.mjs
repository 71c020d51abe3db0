// The run: every target in turn, then the one-time measurements, then the report.
import { growthBudgets, onceBudgets } from './budgets.mjs'
import { measureChainChecks } from './chain-check.mjs'
import { sizes } from './data.mjs'
import { javascriptKb } from './javascript.mjs'
import { attempt, warmFloor } from './measure.mjs'
import { residentMb } from './processes.mjs'
import {
  printChainChecks,
  printOnce,
  printStatusLists,
  printTargets,
  printTiming,
  printVerification,
  save,
  targetRow,
} from './report.mjs'
import { measureStatusLists } from './status-list.mjs'
import { targetsFor } from './targets.mjs'
import { measureTiming } from './timing.mjs'
import { trailSizes } from './trail-data.mjs'
import { trailKinds } from './trail-targets.mjs'
import { measureVerification } from './verification.mjs'
import { Problem, step } from '../scripts/progress.mjs'

/** Out: whether everything worked, at any speed. */
export async function measureAll({ app, floor, origin, people, postgres }, { only, reps, seconds, trails }) {
  const all = await targetsFor(app.port, origin, people)
  const unknown = only.filter((id) => !all.some((target) => target.id === id))
  if (unknown.length > 0)
    throw new Problem(`No target is called ${unknown.join(', ')}. There are ${all.map(({ id }) => id).join(', ')}.`)
  await step('The floor, warmed up', () => warmFloor(floor))
  const results = []
  for (const target of all.filter(({ id }) => only.length === 0 || only.includes(id))) {
    const result = await step(target.id, () => attempt(target, { app, floor, postgres, reps, seconds }))
    results.push({ id: target.id, budget: target.budget, ...result })
  }
  const whole = only.length === 0
  const once = whole ? await measureOnce({ app, floor, people }) : []
  const unrepeated = whole ? await measureUnrepeated({ app, origin, people, postgres, trails }) : null
  printTargets(results.map(targetRow))
  printOnce([...once, ...growthOf(results)])
  if (unrepeated) printUnrepeated(unrepeated)
  save('targets', { reps, seconds, targets: results, once, ...unrepeated })
  return results.every(({ problem, errors }) => !problem && errors === 0)
}

async function measureUnrepeated({ app, origin, people, postgres, trails }) {
  return {
    verification: await step('Tokens verified offline', () => measureVerification(origin, people)),
    timing: await step('Times of known and unknown addresses', () => measureTiming(app.port, origin)),
    statusLists: await step('Lists of revoked tokens', () => measureStatusLists(app, postgres.owner)),
    chainChecks: trails.length > 0 ? await step('Checks of the chain', () => measureChainChecks(postgres)) : [],
  }
}

function printUnrepeated({ verification, timing, statusLists, chainChecks }) {
  printVerification(verification)
  printTiming(timing)
  printStatusLists(statusLists)
  printChainChecks(chainChecks)
}

async function measureOnce({ app, floor, people }) {
  const { cookie } = people.in10[0]
  const bare = await javascriptKb(floor.port, { path: '/' })
  const values = [
    [await javascriptKb(app.port, { path: '/' }), bare],
    [await javascriptKb(app.port, { path: '/sign-in' }), bare],
    [await javascriptKb(app.port, { path: '/o/company-501', headers: { cookie } }), bare],
    [await javascriptKb(app.port, { path: '/o/company-501/members', headers: { cookie } }), bare],
    [app.coldSeconds, floor.coldSeconds],
    [residentMb(app.pid), residentMb(floor.pid)],
  ]
  return Object.entries(onceBudgets).map(([name, budget], i) => ({
    name,
    value: values[i][0],
    floor: values[i][1],
    budget,
  }))
}

// The targets that run in organizations of several sizes: the smallest, the largest, and what is counted.
const growing = [
  ...['members', 'search'].map((id) => ({ id, of: id, sizes, noun: 'members' })),
  ...trailKinds.map((id) => ({ id, of: 'audit', sizes: trailSizes, noun: 'events' })),
]

// Requests per second and Postgres time in the largest organization, compared with the smallest.
function growthOf(results) {
  return growing.flatMap(({ id, of, sizes: all, noun }) => {
    const [least, most] = [all[0], all.at(-1)]
    const [small, large] = [least, most].map((size) => results.find((result) => result.id === `${id}-${size}`))
    if (!small?.share || !large?.share) return []
    const budget = growthBudgets[of]
    const times = `${most.toLocaleString('en')} ${noun} to ${least.toLocaleString('en')}, times`
    return [
      { name: `${id}: time of a request, ${times}`, value: small.share / large.share, budget },
      {
        name: `${id}: Postgres, ${times}`,
        value: large.postgres === null ? null : large.postgres / small.postgres,
        budget,
      },
    ]
  })
}
