import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { withClient } from './connection.mjs'
import { startEmbeddedDatabase } from './database.mjs'

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'data-'))
afterAll(() => fs.rmSync(dataDir, { recursive: true }))

const count = (url: string): Promise<number> =>
  withClient(url, async (client: { query: (sql: string) => Promise<{ rows: { n: number }[] }> }) => {
    const { rows } = await client.query('select count(*)::int as n from kept')
    return rows[0]!.n
  })

/** What in a folder other users of the machine could read or write. */
function openTo(folder: string): string[] {
  const inside = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name))
  return [folder, ...inside].filter((name) => (fs.statSync(name).mode & 0o077) !== 0)
}

// One test, since opening takes seconds: create, refuse a second, kill, open again.
it('F18 keeps written data through kill -9, closed to other users, for one process at a time', async () => {
  const first = await startEmbeddedDatabase({ dataDir })
  await withClient(first.url, async (client: { query: (sql: string) => Promise<unknown> }) => {
    await client.query('create table kept (n int)')
    for (let n = 0; n < 50; n++) await client.query(`insert into kept values (${n})`)
  })
  await expect(startEmbeddedDatabase({ dataDir })).rejects.toThrow(`in use by process ${first.pid}`)
  expect(await first.rssMb()).toBeLessThan(600)

  process.kill(first.pid!, 'SIGKILL')
  await first.ended
  expect(openTo(dataDir)).toEqual([])
  // As an earlier version left it.
  fs.chmodSync(dataDir, 0o755)
  fs.chmodSync(path.join(dataDir, 'postgres/PG_VERSION'), 0o666)
  const second = await startEmbeddedDatabase({ dataDir })
  expect(openTo(dataDir)).toEqual([])
  expect(await count(second.url)).toBe(50)
  await second.stop()
  expect(fs.readdirSync(dataDir)).toEqual(['postgres'])
})

it('starts over after it was killed while it created its first data', async () => {
  const folder = path.join(dataDir, 'half')
  const starting = startEmbeddedDatabase({ dataDir: folder })
  const failed = expect(starting).rejects.toThrow()
  while (!fs.existsSync(path.join(folder, 'postgres.new'))) await sleep(10)
  process.kill(JSON.parse(fs.readFileSync(path.join(folder, 'postgres.lock'), 'utf8')).pid, 'SIGKILL')
  await failed
  expect(fs.existsSync(path.join(folder, 'postgres'))).toBe(false)
  const again = await startEmbeddedDatabase({ dataDir: folder })
  await again.stop()
})
