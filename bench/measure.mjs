// Measures one target: its answer, its statements, then the repetitions. Each repetition follows a second of the floor's
// constant route, so that it can be given as a ratio to the speed of the machine at that moment.
import { cpuMs } from './processes.mjs'
import { closedLoop, fetchOne, isRight, openLoop } from './load.mjs'
import { median, percentile } from './numbers.mjs'
import { statementsDuring } from './statements.mjs'

const connections = 32
const floorSeconds = 1
const countedRequests = 20
// A percentile of fewer samples would be random.
const minSamples = 1000
const maxOpenSeconds = 60
// After this many requests V8 has compiled even what a page runs. A limit of a few seconds would measure slow pages half compiled: a
// page of 20 ms fell from 32 to 18 in its first 1,700 requests.
const warmRequests = 2500
const maxWarmSeconds = 60

const floorRoute = { requests: [{ path: '/constant' }], expect: '"ok":true', connections }

/** Warms up the floor: one that still compiles would make the ratios look better than they are. */
export const warmFloor = (floor) => warmUp(floor, floorRoute, 10 * warmRequests)

/** Out: the target's part of the report, or the problem: a target that fails must not stop the others. */
export async function attempt(target, conditions) {
  try {
    const counted = await begin(target, conditions)
    const repetitions = []
    for (let i = 0; i < conditions.reps; i++) repetitions.push(await repeat(target, conditions))
    return summarize(counted, repetitions)
  } catch (error) {
    return { problem: error.message }
  }
}

/** Warms a target up. Out: what one request costs. Throws if its answer is wrong. */
export async function begin(target, { app, postgres }) {
  await expectAnswer(app, target)
  const counted = await countOne(app, target, postgres)
  await warmUp(app, { connections, ...target })
  return counted
}

/** In: what `begin` counted, and the repetitions. Throws if one had no right answer: without one, no number means anything. */
export function summarize({ statements, bytes }, repetitions) {
  const of = (name) => repetitions.map((repetition) => repetition[name])
  if (repetitions.some(({ right, floorPerSecond }) => !right || !floorPerSecond))
    throw new Error('a repetition had no right answer')
  const all = (name) => (of(name).includes(null) ? null : median(of(name)))
  return {
    statements,
    sql: statements.reduce((sum, { calls }) => sum + calls, 0) / countedRequests,
    share: all('share'),
    spread: [Math.min(...of('share')), Math.max(...of('share'))],
    cpu: all('cpu'),
    cpuMs: all('cpuMs'),
    postgres: all('postgres'),
    kb: bytes / 1000,
    ...percentiles(repetitions),
    errors: of('errors').reduce((sum, errors) => sum + errors, 0),
    repetitions: repetitions.map(({ waits, ...rest }) => ({ ...rest, samples: waits.length })),
  }
}

function percentiles(repetitions) {
  const waits = repetitions.flatMap((repetition) => repetition.waits).sort((a, b) => a - b)
  const of = (share) => (waits.length < minSamples ? null : percentile(waits, share))
  return { samples: waits.length, p50: of(0.5), p99: of(0.99) }
}

async function expectAnswer(app, { requests, next, ...wanted }) {
  const answer = await fetchOne(app.port, next ? next() : requests[0])
  if (isRight(answer, wanted)) return
  const { status = 200, expect } = wanted
  throw new Error(`answers ${answer.status}, not ${status} with ${expect}: ${answer.body.toString().slice(0, 300)}`)
}

// What a request costs exactly: its statements, and the bytes of the largest answer. The first few requests open connections and
// fill caches, as a running server has done long before.
async function countOne(app, { requests, next }, { url, database }) {
  let bytes = 0
  const send = async (from, count) => {
    for (let i = from; i < from + count; i++) {
      const { body } = await fetchOne(app.port, next ? next() : requests[i % requests.length])
      bytes = Math.max(bytes, body.length)
    }
  }
  await send(0, 5)
  const statements = await statementsDuring(url, database, () => send(5, countedRequests))
  return { statements, bytes }
}

/** One repetition, after a second of the floor. */
export async function repeat(target, { app, floor, postgres, reps, seconds }) {
  const bare = await timed(floor, null, { ...floorRoute, seconds: floorSeconds })
  const run = await timed(app, postgres, { connections, ...target, seconds })
  const open = target.closedOnly
    ? { waits: [], errors: 0 }
    : await openAtHalf(target, { app, rate: run.perSecond / 2, reps, seconds })
  return {
    waits: open.waits,
    right: run.right,
    perSecond: run.perSecond,
    floorPerSecond: bare.perSecond,
    share: run.perSecond / bare.perSecond,
    cpuMs: run.cpuMs,
    cpu: run.cpuMs === null ? null : run.cpuMs / bare.cpuMs,
    postgres: run.postgresMs,
    errors: run.errors + open.errors,
  }
}

async function warmUp(server, load, requests = warmRequests) {
  let answered = 0
  for (let second = 0; second < maxWarmSeconds && answered < requests; second++)
    answered += (await closedLoop(server.port, { ...load, seconds: 1 })).answered
}

async function timed(server, postgres, load) {
  const before = [cpuMs(server.pid), postgres && cpuMs(postgres.pid)]
  const result = await closedLoop(server.port, load)
  const per = (pid, from) => (from === null ? null : (cpuMs(pid) - from) / result.answered)
  return { ...result, cpuMs: per(server.pid, before[0]), postgresMs: per(postgres?.pid, before[1]) }
}

// Long enough for all repetitions together to have the samples.
async function openAtHalf(target, { app, rate, reps, seconds }) {
  const total = Math.ceil(Math.min(Math.max(minSamples / reps, rate * seconds), rate * maxOpenSeconds))
  return openLoop(app.port, { ...target, rate, total })
}
