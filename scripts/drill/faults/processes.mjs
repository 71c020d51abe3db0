// The server is killed in the middle of writes, or told to stop in the middle of requests.
import { setTimeout as sleep } from 'node:timers/promises'
import { createLedger, repeat, send, signIn } from '../client.mjs'
import { count, figure } from '../figures.mjs'
import { startServer } from '../server.mjs'

const writers = 6

export async function kill({ postgres, database, isShort }) {
  const rounds = isShort ? 3 : 20
  let server = await startServer(database)
  const ledger = createLedger(await signIn(server.url))
  const starts = []
  for (let round = 0; round < rounds; round++) {
    let isOver = false
    const writing = repeat(
      writers,
      () => isOver,
      () => ledger.write(server.url),
    )
    await untilWritten(ledger, ledger.acknowledged.length + 5)
    await sleep(Math.random() * 500)
    await server.kill('SIGKILL')
    isOver = true
    await writing
    const began = performance.now()
    server = await startServer(database, { port: server.port })
    starts.push(performance.now() - began)
  }
  const { missing, doubled, halves } = await ledger.compare(postgres.query)
  await server.kill('SIGINT')
  return [
    figure('kills', rounds),
    figure('acknowledged writes', ledger.acknowledged.length, { least: rounds }),
    figure('without an answer', ledger.unknown.length),
    figure('missing', missing, { most: 0 }),
    figure('doubled', doubled, { most: 0 }),
    figure('written in part', halves, { most: 0 }),
    figure('ready again, slowest', Math.round(Math.max(...starts)), { unit: 'ms' }),
  ]
}

async function untilWritten({ acknowledged }, count) {
  const end = Date.now() + 15_000
  while (Date.now() < end && acknowledged.length < count) await sleep(10)
}

// A balancer asks for readiness ten times a second and sends nothing after it has turned red.
export async function stop({ database, isShort }) {
  const rounds = isShort ? 1 : 5
  const answers = []
  const endings = []
  for (let round = 0; round < rounds; round++) {
    const server = await startServer(database)
    const person = await signIn(server.url)
    let isRed = false
    const asking = repeat(
      12,
      () => isRed,
      (index) => person[index % 2 ? 'call' : 'page'](index % 2 ? '/api/v1/members' : '/o/acme/members'),
    )
    await sleep(1_500)
    const ended = server.kill('SIGTERM')
    const watching = repeat(
      1,
      () => isRed,
      async () => {
        isRed = (await send(server.url, '/api/ready')).status !== 200
        if (!isRed) await sleep(100)
      },
    )
    await watching
    answers.push(...(await asking))
    endings.push(await ended)
  }
  return [
    figure('stops', rounds),
    figure('requests', answers.length),
    figure(
      'lost',
      count(answers, ({ status }) => typeof status !== 'number'),
      { most: 0 },
    ),
    figure(
      'answered with an error',
      count(answers, ({ status }) => status >= 400),
      { most: 0 },
    ),
    figure(
      'ended with another status than 0',
      count(endings, (status) => status !== 0),
      { most: 0 },
    ),
  ]
}
