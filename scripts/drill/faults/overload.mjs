// Three times as many requests as the server can answer, sent without waiting for answers.
import { setTimeout as sleep } from 'node:timers/promises'
import { repeat, send } from '../client.mjs'
import { count, figure, quantile } from '../figures.mjs'

const callers = 12
const probeEveryMs = 100
const path = '/api/v1/members'

export async function overload({ server, person, isShort }) {
  const ask = () => person.call(path)
  await closed(ask, 2_000)
  const peak = await closed(ask, isShort ? 2_000 : 5_000)
  const { answers, probes, seconds } = await open(ask, server, peak * 3, isShort ? 4_000 : 8_000)
  await sleep(1_000)
  const after = await closed(ask, 2_000)
  const good = answers.filter(({ status }) => status === 200)
  const refused = answers.filter(({ status }) => status === 503)
  const goodput = good.length / seconds
  return [
    figure('peak', Math.round(peak), { unit: '/s' }),
    figure('offered', Math.round(answers.length / seconds), { unit: '/s' }),
    figure('goodput, share of the peak', goodput / peak, { least: 0.85, isSpeed: true }),
    figure(
      'answered, p99',
      quantile(
        good.map(({ ms }) => ms),
        0.99,
      ),
      { unit: 'ms' },
    ),
    figure(
      'refused, p99',
      quantile(
        refused.map(({ ms }) => ms),
        0.99,
      ) ?? 0,
      { unit: 'ms', most: 50, isSpeed: true },
    ),
    figure(
      'refused without Retry-After',
      count(refused, ({ headers }) => !headers['retry-after']),
      { most: 0 },
    ),
    figure('neither answered nor refused', answers.length - good.length - refused.length, { most: 0 }),
    figure('health and readiness, slowest', Math.max(...probes.map(({ ms }) => ms)), {
      unit: 'ms',
      most: 250,
      isSpeed: true,
    }),
    figure(
      'health and readiness, not 200',
      count(probes, ({ status }) => status !== 200),
      { most: 0 },
    ),
    figure('rate a second later, share of the peak', after / peak, { least: 0.85, isSpeed: true }),
  ]
}

/** Requests a second that are answered to a fixed number of callers. */
async function closed(ask, ms) {
  const end = performance.now() + ms
  const answers = await repeat(callers, () => performance.now() > end, ask)
  return (count(answers, ({ status }) => status === 200) / ms) * 1000
}

async function open(ask, server, rate, ms) {
  const began = performance.now()
  const since = () => performance.now() - began
  const sent = []
  let isOver = false
  const probing = repeat(
    1,
    () => isOver,
    async () => {
      const probes = await Promise.all(['/api/health', '/api/ready'].map((probe) => send(server.url, probe)))
      await sleep(probeEveryMs)
      return probes
    },
  )
  while (since() < ms) {
    while (sent.length < (since() / 1000) * rate) sent.push(ask())
    await sleep(2)
  }
  const answers = await Promise.all(sent)
  const seconds = since() / 1000
  isOver = true
  return { answers, seconds, probes: (await probing).flat() }
}
