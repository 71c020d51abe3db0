// Allows one process at a time on a data folder: two would destroy it. The lock file names a local port where its holder answers
// with a secret. A holder that ended by kill -9 or a power cut does not answer, and a reused process id (every container starts
// with the same ones) cannot be mistaken for it.
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from './progress.mjs'

// A database whose parent was just killed needs a moment to close.
const patienceMs = 5000

/** Takes the lock, or throws a Problem that names its holder. `update` publishes facts for other processes. */
export async function takeLock(file, patience = patienceMs) {
  const token = randomUUID()
  const guard = await answerWith(token)
  const content = { pid: process.pid, port: guard.address().port, token }
  const deadline = Date.now() + patience
  while (!create(file, content)) {
    const holder = read(file)
    if (holder && (await isAlive(holder))) {
      if (Date.now() > deadline) throw inUse(file, holder)
      await sleep(200)
    } else {
      removeStale(file, holder)
    }
  }
  return {
    update: (facts) => fs.writeFileSync(file, JSON.stringify({ ...content, ...facts })),
    release: () => {
      if (read(file)?.token === token) fs.rmSync(file, { force: true })
      guard.close()
    },
  }
}

/** The facts that a live holder of the lock published, if there is one. */
export async function holderOf(file) {
  const holder = read(file)
  return holder && (await isAlive(holder)) ? holder : null
}

function inUse(file, { pid, url }) {
  const instead = url ? `, or use it where it is: DATABASE_URL=${url}` : ''
  return new Problem(`The data folder is in use by process ${pid} (${file}). Stop that one${instead}`)
}

function create(file, content) {
  try {
    fs.writeFileSync(file, JSON.stringify(content), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

// Renamed first: if two processes find the same stale lock, only one may remove it, and never the other's new lock.
function removeStale(file, holder) {
  const aside = `${file}.${process.pid}`
  try {
    fs.renameSync(file, aside)
  } catch {
    return
  }
  if (read(aside)?.token !== holder?.token) fs.renameSync(aside, file)
  else fs.rmSync(aside, { force: true })
}

// A busy database may answer late, so a timeout counts as alive.
const isAlive = ({ port, token }) =>
  new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' })
    socket.setTimeout(2000, () => resolve(true))
    socket.once('data', (data) => resolve(data.toString() === token))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('data', () => socket.destroy())
    socket.once('timeout', () => socket.destroy())
  })

const answerWith = (token) =>
  new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {})
      socket.end(token)
    })
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
