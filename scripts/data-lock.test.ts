import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { takeLock } from './data-lock.mjs'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

const fresh = (name: string) => path.join(folder, name)

it('refuses a second holder and names the location of the first', async () => {
  const lock = await takeLock(fresh('held'))
  lock.update({ url: 'postgres://here' })
  await expect(takeLock(fresh('held'), 100)).rejects.toThrow(/in use by process \d+ .*DATABASE_URL=postgres:\/\/here/)
  lock.release()
})

it('is free again once released', async () => {
  for (let round = 0; round < 2; round++) (await takeLock(fresh('released'), 0)).release()
  expect(fs.existsSync(fresh('released'))).toBe(false)
})

it('takes over from a holder that has ended, even when its process id is in use again', async () => {
  const port = await closedPort()
  fs.writeFileSync(fresh('stale'), JSON.stringify({ pid: process.pid, port, token: 'gone' }))
  const lock = await takeLock(fresh('stale'), 0)
  expect(JSON.parse(fs.readFileSync(fresh('stale'), 'utf8')).token).not.toBe('gone')
  lock.release()
})

it('takes over when another program uses the port of the holder', async () => {
  const server = net.createServer((socket) => socket.end('220 mail.example.com'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  fs.writeFileSync(fresh('foreign'), JSON.stringify({ pid: 1, port, token: 'gone' }))
  const lock = await takeLock(fresh('foreign'), 0)
  lock.release()
  server.close()
})

it('takes over a file that a crash left empty', async () => {
  fs.writeFileSync(fresh('empty'), '')
  const lock = await takeLock(fresh('empty'), 0)
  lock.release()
})

it('lets only one of many take a stale lock', async () => {
  fs.writeFileSync(fresh('race'), JSON.stringify({ pid: 1, port: await closedPort(), token: 'gone' }))
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(fresh('race'), 300)))
  const taken = outcomes.filter((outcome) => outcome.status === 'fulfilled')
  expect(taken).toHaveLength(1)
  taken[0]!.value.release()
})

async function closedPort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
