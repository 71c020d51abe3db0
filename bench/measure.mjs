// One target: its answer, its statements, then the repetitions. Each is preceded by a second of the floor's constant
// route, so that what it gives is a ratio to what the machine could do at that very moment.
import { cpuMs } from './processes.mjs'
import { closedLoop, fetchOne, openLoop } from './load.mjs'
import { median, percentile } from './numbers.mjs'
import { statementsDuring } from './statements.mjs'

const connections = 32
const floorSeconds = 1
const countedRequests = 20
// A percentile from fewer would be chance.
const minSamples = 1000
const maxOpenSeconds = 60
// Compiled code and full caches take some thousand requests; a slow page need not take minutes for them.
const warmRequests = 5000
const maxWarmSeconds = 12

const floorRoute = { requests: [{ path: '/constant' }], connections }

/** Before anything is compared: a floor that is still compiling itself would flatter us. */
export const warmFloor = (floor) => warmUp(floor, floorRoute, 2 * maxWarmSeconds)

/** Out: what the report shows of the target. Throws when its answer is not what it should be. */
export async function measure(target, { app, floor, postgres, reps, seconds }) {
  await expectAnswer(app, target)
  const statements = await countStatements(app, target, postgres)
  await warmUp(app, { connections, ...target })
  const repetitions = []
  for (let i = 0; i < reps; i++) repetitions.push(await repeat(target, { app, floor, postgres, seconds }))
  const of = (name) => repetitions.map((repetition) => repetition[name])
  const all = (name) => (of(name).includes(null) ? null : median(of(name)))
  return {
    statements,
    sql: statements.reduce((sum, { calls }) => sum + calls, 0) / countedRequests,
    share: all('share'),
    spread: [Math.min(...of('share')), Math.max(...of('share'))],
    cpu: all('cpu'),
    cpuMs: all('cpuMs'),
    postgres: all('postgres'),
    p50: all('p50'),
    p99: all('p99'),
    errors: of('errors').reduce((sum, errors) => sum + errors, 0),
    repetitions,
  }
}

async function expectAnswer(app, { requests, status = 200, expect }) {
  const answer = await fetchOne(app.port, requests[0])
  if (answer.status === status && answer.body.includes(expect)) return
  throw new Error(`answers ${answer.status}, not ${status} with ${expect}: ${answer.body.toString().slice(0, 300)}`)
}

// The first few make connections and fill caches that a running server has filled long ago.
async function countStatements(app, { requests }, { url, database }) {
  const send = async (from, count) => {
    for (let i = from; i < from + count; i++) await fetchOne(app.port, requests[i % requests.length])
  }
  await send(0, 5)
  return statementsDuring(url, database, () => send(5, countedRequests))
}

async function repeat(target, { app, floor, postgres, seconds }) {
  const bare = await timed(floor, null, { ...floorRoute, seconds: floorSeconds })
  const run = await timed(app, postgres, { connections, ...target, seconds })
  const waits = target.closedOnly
    ? { p50: null, p99: null, samples: 0, errors: 0 }
    : await latencies(target, app, run, seconds)
  return {
    ...waits,
    perSecond: run.perSecond,
    floorPerSecond: bare.perSecond,
    share: run.perSecond / bare.perSecond,
    cpuMs: run.cpuMs,
    cpu: run.cpuMs === null ? null : run.cpuMs / bare.cpuMs,
    postgres: run.postgresMs,
    errors: run.errors + waits.errors,
  }
}

async function warmUp(server, load, maxSeconds = maxWarmSeconds) {
  let answered = 0
  for (let second = 0; second < maxSeconds && answered < warmRequests; second++)
    answered += (await closedLoop(server.port, { ...load, seconds: 1 })).answered
}

async function timed(server, postgres, load) {
  const before = [cpuMs(server.pid), postgres && cpuMs(postgres.pid)]
  const result = await closedLoop(server.port, load)
  const per = (pid, from) => (from === null ? null : (cpuMs(pid) - from) / result.answered)
  return { ...result, cpuMs: per(server.pid, before[0]), postgresMs: per(postgres?.pid, before[1]) }
}

async function latencies(target, app, { perSecond }, seconds) {
  const rate = perSecond / 2
  const total = Math.ceil(Math.min(Math.max(minSamples, rate * seconds), rate * maxOpenSeconds))
  const { latencies: sorted, errors } = await openLoop(app.port, { ...target, rate, total })
  const enough = sorted.length >= minSamples
  const at = (share) => (enough ? percentile(sorted, share) : null)
  return { p50: at(0.5), p99: at(0.99), samples: sorted.length, errors }
}
