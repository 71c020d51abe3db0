// One server's clock is a minute off, before or behind. Its people work, and its tokens and those of another server are accepted.
import fs from 'node:fs'
import path from 'node:path'
import { aptInstall, canAptInstall } from '../../apt.mjs'
import { Problem } from '../../progress.mjs'
import { send, signIn } from '../client.mjs'
import { figure } from '../figures.mjs'
import { startServer } from '../server.mjs'

const seconds = 60

export async function clock({ database }) {
  const library = await findLibrary()
  const right = await startServer(database)
  const figures = []
  for (const sign of ['+', '-']) {
    const faked = { LD_PRELOAD: library, FAKETIME: `${sign}${seconds}s`, FAKETIME_DONT_FAKE_MONOTONIC: '1' }
    const wrong = await startServer({ ...database, ...faked, APP_URL: right.url })
    const off = await signIn(wrong.url, { origin: right.url })
    const on = await signIn(right.url)
    const { iat } = JSON.parse(Buffer.from(off.token.split('.')[1], 'base64url').toString())
    const [ofToken, atOwn, atRight, atWrong, page, other] = [
      iat - Date.now() / 1000,
      await off.call('/api/v1/members'),
      await off.call('/api/v1/members', {}, right.url),
      await on.call('/api/v1/members', {}, wrong.url),
      await off.page('/o/acme/members'),
      await send(wrong.url, '/api/ready'),
    ]
    const failed = [atOwn, atRight, atWrong, page, other].filter(({ status }) => status !== 200)
    await wrong.kill('SIGINT')
    figures.push(
      figure(`clock of the token (${sign}${seconds} s)`, Math.round(ofToken), { unit: 's' }),
      figure(`refused (${sign}${seconds} s)`, failed.length, { most: 0 }),
    )
  }
  await right.kill('SIGINT')
  return figures
}

const find = () =>
  fs
    .readdirSync('/usr/lib')
    .map((folder) => path.join('/usr/lib', folder, 'faketime/libfaketime.so.1'))
    .find((file) => fs.existsSync(file))

async function findLibrary() {
  if (!find() && canAptInstall()) await aptInstall('faketime')
  const library = find()
  if (!library)
    throw new Problem('The clock cannot be changed: install libfaketime, or leave this fault out with --only.')
  return library
}
