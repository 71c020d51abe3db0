// Ours beside the peers: the same request to each in turn, within the same minute, each as a share of the floor of its moment.
import { javascriptKb } from '../javascript.mjs'
import { attempt, warmFloor } from '../measure.mjs'
import { residentMb } from '../processes.mjs'
import { number, printTable, save } from '../report.mjs'
import { targetsFor } from '../targets.mjs'
import { step } from '../../scripts/progress.mjs'
import { setUpPeers } from './set-up.mjs'

/** The rows by the ids of our targets. */
const titles = {
  'me-cookie': 'a guarded API route',
  token: 'a token of the organization',
  switch: 'another organization',
  'members-10000': '100 of 10,000 members',
  'organizations-50': 'a person’s 50 organizations',
  // Before people accept, who would come first in the list.
  'members-page': 'the members page, 50 rows',
  invite: 'an invitation',
  accept: 'its acceptance',
}

/** Out: whether everything worked, at any speed. */
export async function comparePeers({ app, floor, origin, people, postgres }, { only, reps, seconds }) {
  const peers = await setUpPeers(postgres)
  const ours = await ownTargets(app, origin, people)
  await step('The floor, warmed up', () => warmFloor(floor))
  const systems = [{ name: 'ours', app, postgres, targets: ours }, ...peers]
  const rows = []
  for (const id of Object.keys(titles).filter((id) => only.length === 0 || only.includes(id))) {
    const results = {}
    for (const { name, targets, ...system } of systems) {
      const target = { ...targets[id], closedOnly: true }
      results[name] = await step(`${id}, ${name}`, () => attempt(target, { ...system, floor, reps, seconds }))
    }
    rows.push({ id, results })
  }
  const once = await measureOnce(systems)
  print(systems, rows, once)
  save('peers', { reps, seconds, rows, once })
  return rows.every(({ results }) => Object.values(results).every(({ problem, errors }) => !problem && errors === 0))
}

async function ownTargets(app, origin, people) {
  const all = await targetsFor(app.port, origin, people)
  const targets = Object.fromEntries(all.map(({ id, budget: _, ...target }) => [id, target]))
  // The peers answer with all 50 at once.
  const { requests, ...organizations } = targets['organizations-50']
  const whole = requests.map((request) => ({ ...request, path: `${request.path}?limit=100` }))
  return { ...targets, 'organizations-50': { ...organizations, requests: whole } }
}

async function measureOnce(systems) {
  const once = []
  for (const { name, app, targets } of systems) {
    const [page] = targets['members-page'].requests
    once.push({ name, javascriptKb: await javascriptKb(app.port, page), memoryMb: residentMb(app.pid) })
  }
  return once
}

function print(systems, rows, once) {
  const names = systems.map(({ name }) => name)
  console.log(
    '\nRequests per second as a share of the floor (lowest–highest), CPU as a multiple of its, and the statements of each',
  )
  console.log('request. Ahead: more requests per second than every peer, by the medians.\n')
  printTable([
    ['', ...names, ''],
    ...rows.map(({ id, results }) => [titles[id], ...names.map((name) => cellOf(results[name])), verdictOf(results)]),
    ['JavaScript of the members page, kB gzip', ...once.map((each) => number(each.javascriptKb, 0)), ''],
    ['Memory at the end, MB', ...once.map(({ memoryMb }) => number(memoryMb, 0)), ''],
  ])
  for (const { id, results } of rows)
    for (const [name, { problem }] of Object.entries(results)) if (problem) console.log(`\n${id}, ${name}: ${problem}`)
}

function cellOf({ problem, errors, share, spread, cpu, sql, kb }) {
  if (problem) return 'FAILED'
  const range = spread.map((value) => value.toFixed(2)).join('–')
  const cell = `${share.toFixed(3)} (${range}) ${number(cpu, 1, '×')} ${number(sql, 0)} SQL ${number(kb, 0)} kB`
  return errors > 0 ? `${cell}, ${errors} errors` : cell
}

/** In: the results of one row by the name of the system. Out: whether ours are the most requests per second. */
export function verdictOf({ ours, ...peers }) {
  if ([ours, ...Object.values(peers)].some(({ problem, errors }) => problem || errors > 0)) return 'FAILED'
  const faster = Object.entries(peers).filter(([, { share }]) => share >= ours.share)
  return faster.length === 0 ? 'ahead' : `behind ${faster.map(([name]) => name).join(', ')}`
}
