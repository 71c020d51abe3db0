// Redis as the store of the limits of two instances.
import { openBrowser, signIn } from '../client.mjs'
import { count, figure, statuses } from '../figures.mjs'
import { startRedis } from '../programs.mjs'
import { startServer } from '../server.mjs'

/** Limits are counted in Redis for both instances; without it, each counts alone and goes on. */
export async function redis({ database }) {
  const store = await startRedis()
  const env = { ...database, REDIS_URL: store.url, RATE_LIMIT_SCALE: '1' }
  const first = await startServer(env)
  const second = await startServer({ ...env, APP_URL: first.url })
  const browsers = [first, second].map(({ url }) => openBrowser(url, first.url))
  await signIn(first.url)
  await signIn(second.url, { origin: first.url })
  const answers = []
  for (let i = 0; i < 14; i++) answers.push(await browsers[i % 2].submit('nobody@example.com', 'a wrong password'))
  const counted = await store.size()
  await store.stop()
  const without = [await signIn(first.url), await signIn(second.url, { origin: first.url })]
  const pages = await Promise.all(without.map((person) => person.page('/o/acme')))
  await Promise.all([first.kill('SIGINT'), second.kill('SIGINT')])
  return [
    figure('counts in Redis', counted, { least: 1 }),
    figure('guesses at a password, at two instances', statuses(answers)),
    figure(
      'guesses before a limit',
      answers.findIndex(({ status }) => status === 429),
      { least: 1, most: 10 },
    ),
    figure(
      'signed in while Redis was away, of 2',
      count(pages, ({ status }) => status === 200),
      { least: 2 },
    ),
  ]
}
