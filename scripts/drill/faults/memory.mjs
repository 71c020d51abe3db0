// Thousands of pages leave nothing behind: what is alive after collecting garbage stays the same.
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { repeat, signIn } from '../client.mjs'
import { count, figure } from '../figures.mjs'
import { startServer } from '../server.mjs'

const callers = 8
const paths = ['/o/acme', '/o/acme/members', '/organizations', '/account', '/api/v1/members']
const megabyte = 2 ** 20

export async function memory({ database }) {
  const reporter = path.join(import.meta.dirname, '../report-heap.mjs')
  const server = await startServer(database, { flags: ['--expose-gc', '--import', reporter] })
  const person = await signIn(server.url)
  // Compiled code and caches fill with the first pages.
  const answers = await ask(person, 2_000)
  const before = await readHeap(server)
  answers.push(...(await ask(person, 3_000)))
  const after = await readHeap(server)
  await server.kill('SIGINT')
  return [
    figure('pages', answers.length),
    figure(
      'failed',
      count(answers, ({ status }) => status !== 200),
      { most: 0 },
    ),
    figure('alive', round(after.live), { unit: 'MB' }),
    figure('grown in the last 3,000 pages', round(after.live - before.live), { unit: 'MB', most: 5 }),
    figure('resident', round(after.rss), { unit: 'MB', most: 450 }),
  ]
}

const round = (bytes) => Math.round((bytes / megabyte) * 10) / 10

function ask(person, total) {
  let asked = 0
  return repeat(
    callers,
    () => asked >= total,
    () => {
      const page = paths[asked++ % paths.length]
      return page.startsWith('/api/') ? person.call(page) : person.page(page)
    },
  )
}

async function readHeap(server) {
  const earlier = server.log().length
  process.kill(server.pid, 'SIGUSR2')
  for (;;) {
    const [, found] = /^drill-heap (.+)\n/m.exec(server.log().slice(earlier)) ?? []
    if (found) return JSON.parse(found)
    await sleep(100)
  }
}
