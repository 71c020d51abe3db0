// The database goes away under load: restarted, or frozen.
import { setTimeout as sleep } from 'node:timers/promises'
import { createLedger, repeat, send } from '../client.mjs'
import { count, figure, statuses } from '../figures.mjs'

const pauseMs = 20
const pages = ['/o/acme', '/o/acme/members', '/organizations', '/account']
const isFine = ({ status }) => status === 200 || status === 201 || (status >= 300 && status < 400)

export const restart = (place) =>
  through(place, async ({ postgres, isShort }) => {
    await postgres.stop()
    await sleep(isShort ? 1_000 : 3_000)
    await postgres.start()
  })

export const freeze = (place) =>
  through(place, async ({ postgres, isShort }) => {
    postgres.freeze()
    await sleep(isShort ? 4_000 : 10_000)
    postgres.thaw()
  })

async function through(place, outage) {
  const { person, postgres, server } = place
  const ledger = createLedger(person)
  const probes = []
  let isOver = false
  const asked = [
    ...pages.map((path) => () => person.page(path)),
    () => person.call('/api/v1/members'),
    () => ledger.write(server.url),
  ]
  const asking = repeat(
    asked.length,
    () => isOver,
    async (index) => {
      const answer = { ...(await asked[index]()), index }
      probes.push(await send(server.url, '/api/health'))
      await sleep(pauseMs)
      return { ...answer, ended: performance.now() }
    },
  )
  await sleep(1_500)
  const down = performance.now()
  await outage(place)
  const up = performance.now()
  await sleep(4_000)
  isOver = true
  const answers = await asking
  const during = answers.filter(({ began, ended }) => ended > down && began < up && !isFine({ status: 0 }))
  const failed = during.filter((answer) => !isFine(answer))
  // Requests that began after the database was back.
  const after = answers.filter(({ began }) => began > up)
  const first = asked.map((_, index) =>
    answers.filter((each) => each.index === index && isFine(each) && each.ended > up),
  )
  const slowest = Math.max(...first.map((each) => Math.min(...each.map(({ ended }) => ended - up), Infinity)))
  const compared = await ledger.compare(postgres.query)
  const forms = failed.filter(({ status }) => status === 503)
  return [
    figure('away', Math.round(up - down), { unit: 'ms' }),
    figure('answers while it was away', statuses(during)),
    figure(
      'failures other than 503',
      count(failed, ({ status }) => status !== 503),
      { most: 0 },
    ),
    figure(
      '503 without Retry-After',
      count(forms, ({ headers }) => !headers['retry-after']),
      { most: 0 },
    ),
    figure(
      'pages that do not ask again by themselves',
      count(
        forms.filter(({ index }) => index < pages.length),
        ({ text }) => !text.includes('http-equiv'),
      ),
      { most: 0 },
    ),
    figure('failed after it was back, share', count(after, (answer) => !isFine(answer)) / after.length, { most: 0.02 }),
    figure('first success, slowest of all', Math.round(slowest), { unit: 'ms', most: 1_000, isSpeed: true }),
    figure(
      'health, not 200',
      count(probes, ({ status }) => status !== 200),
      { most: 0 },
    ),
    figure('acknowledged writes', ledger.acknowledged.length),
    figure('missing', compared.missing, { most: 0 }),
    figure('doubled', compared.doubled, { most: 0 }),
  ]
}
