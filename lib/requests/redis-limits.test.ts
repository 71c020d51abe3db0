// The rate limits in Redis, on a real server of the installed package.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { getEnv } from '@/lib/env'
import { asOwner, expectCode, unique } from '@/lib/testing/fixtures'
import { closeLimitStore, hashKey } from './limit-store'
import { consume, limitOf, quotaOf, refund, take } from './rate-limits'

const isInstalled = () => {
  try {
    return Boolean(execFileSync('redis-server', ['--version']))
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

describe.skipIf(!isInstalled())('rate limits in Redis', () => {
  let server: ChildProcess
  let folder: string

  const start = async (port: number) => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder]
    server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] })
    for await (const text of server.stdout!) if (String(text).includes('Ready to accept connections')) return
  }

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'redis-'))
    const port = await freePort()
    await start(port)
    Object.assign(getEnv(), { REDIS_URL: `redis://127.0.0.1:${port}` })
  })

  afterAll(async () => {
    await closeLimitStore()
    if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit')
    fs.rmSync(folder, { recursive: true, force: true })
  })

  it('are counted for all instances together, and not in Postgres', async () => {
    const key = unique()
    const all = limitOf('logos_by_organization')
    await consume('logos_by_organization', key, all - 10)
    vi.resetModules()
    const other = await import('./rate-limits')
    const { getEnv: otherEnv } = await import('@/lib/env')
    Object.assign(otherEnv(), { REDIS_URL: getEnv().REDIS_URL })
    expect((await other.take('logos_by_organization', key, 25)).granted).toBe(10)
    expect((await take('logos_by_organization', key, 1)).granted).toBe(0)
    await refund('logos_by_organization', key, 3)
    const { left, retryAfterSeconds } = await quotaOf('logos_by_organization', key)
    expect(left).toBe(3)
    expect(retryAfterSeconds).toBeGreaterThan(0)
    expect(await asOwner('select from rate_limits where key like $1', [`%:${hashKey(key)}`])).toEqual([])
  })

  it('are counted by each process alone while Redis is away', async () => {
    const key = unique()
    const all = limitOf('exports_by_organization')
    await consume('exports_by_organization', key)
    server.kill('SIGKILL')
    await once(server, 'exit')
    expect((await take('exports_by_organization', key, all + 5)).granted).toBe(all)
    await expectCode(consume('exports_by_organization', key), 'rate_limited')
  })
})
