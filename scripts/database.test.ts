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

// One story, since opening takes seconds: create, refuse a second, kill, open again.
it('keeps what was written through kill -9, and one process at a time on a folder', async () => {
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

it('begins again where it was killed while it made its first data', async () => {
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
