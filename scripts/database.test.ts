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

// One test, since opening takes seconds: create, refuse a second, kill, open again.
it('keeps written data through kill -9, and allows one process at a time in a folder', async () => {
  const first = await startEmbeddedDatabase({ dataDir })
  await withClient(first.url, async (client: { query: (sql: string) => Promise<unknown> }) => {
    await client.query('create table kept (n int)')
    for (let n = 0; n < 50; n++) await client.query(`insert into kept values (${n})`)
  })
  await expect(startEmbeddedDatabase({ dataDir })).rejects.toThrow(`in use by process ${first.pid}`)
  expect(await first.rssMb()).toBeLessThan(600)

  process.kill(first.pid!, 'SIGKILL')
  await first.ended
  const second = await startEmbeddedDatabase({ dataDir })
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
