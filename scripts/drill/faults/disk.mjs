// The disk of the embedded database is full for a while. Needs root, for a small file system of its own.
import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLedger, send, signIn } from '../client.mjs'
import { figure, statuses } from '../figures.mjs'
import { findPort, waitForHttp } from '../../ports.mjs'
import { beforeExit } from '../../processes.mjs'
import { root } from '../../root.mjs'

const attempts = 400
const roomBytes = 200 * 1024

export async function disk() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drill-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', folder])
  const unmount = async () => {
    execFileSync('umount', ['-l', folder])
    fs.rmdirSync(folder)
  }
  beforeExit(() => unmount().catch(() => {}))
  const port = await findPort(4820)
  const begin = () => startDemo(port, path.join(folder, 'data'))
  let demo = await begin()
  const ledger = createLedger(await signIn(demo.url))
  for (let i = 0; i < 5; i++) await ledger.write(demo.url)

  const filler = path.join(folder, 'filler')
  fillUp(filler, folder)
  const answers = []
  for (let i = 0; i < attempts && answers.filter(({ status }) => status !== 201).length < 5; i++)
    answers.push(await ledger.write(demo.url))
  const health = await send(demo.url, '/api/health')
  const isAlive = !demo.hasEnded()

  fs.rmSync(filler)
  // A server that has ended is started again, as an operator or a supervisor would.
  await sleep(1_000)
  if (demo.hasEnded()) demo = await begin()
  const again = await signIn(demo.url)
  const after = []
  const later = createLedger(again)
  for (let i = 0; i < 5; i++) after.push(await later.write(demo.url))
  const listed = await listAll(again)
  await demo.stop()
  const missing = [...ledger.acknowledged, ...later.acknowledged].filter((email) => !listed.has(email))
  return [
    figure('answers while it was full', statuses(answers)),
    figure('the server stayed up', isAlive ? 'yes' : 'no, it ended and was started again'),
    figure('health while it was full', health.status),
    figure('written again when there was room, of 5', later.acknowledged.length, { least: 5 }),
    figure('acknowledged writes', ledger.acknowledged.length + later.acknowledged.length),
    figure('missing', missing.length, { most: 0 }),
  ]
}

function fillUp(file, folder) {
  const { bavail, bsize } = fs.statfsSync(folder)
  const handle = fs.openSync(file, 'w')
  const block = Buffer.alloc(64 * 1024, 1)
  for (let left = bavail * bsize - roomBytes; left > 0; left -= block.length) fs.writeSync(handle, block)
  fs.closeSync(handle)
}

export async function startDemo(port, dataDir) {
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: '', RATE_LIMIT_SCALE: '1000000' }
  const child = spawn(process.execPath, ['scripts/demo.mjs'], {
    cwd: root,
    env: { ...env, DRAIN_SECONDS: '0', LOG_LEVEL: 'error' },
    stdio: 'ignore',
  })
  let isOver = false
  const ended = new Promise((resolve) => child.once('exit', resolve)).then(() => (isOver = true))
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  beforeExit(stop)
  const url = `http://localhost:${port}`
  await waitForHttp(`${url}/api/ready`, { ended })
  return { url, stop, hasEnded: () => isOver }
}

async function listAll(person) {
  const found = new Set()
  for (let cursor = ''; cursor !== null;) {
    const answer = await person.call(`/api/v1/invitations?limit=100${cursor && `&cursor=${cursor}`}`)
    const { data = [], next_cursor: next = null } = JSON.parse(answer.text || '{}')
    for (const { email } of data) found.add(email)
    cursor = next
  }
  return found
}
