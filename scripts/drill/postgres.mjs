// A Postgres that a drill restarts, kills and freezes: its data is in a temporary folder, which is removed at the end.
import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withClient } from '../connection.mjs'
import { findPort } from '../ports.mjs'
import { findPostgres } from '../postgres-binaries.mjs'
import { beforeExit } from '../processes.mjs'
import { Problem } from '../progress.mjs'

const patienceMs = 30_000

/**
 * Makes a data folder and starts a server on it. `from`: a function that fills the folder instead of initdb, such as pg_basebackup.
 * `settings`: configuration parameters.
 */
export async function startPostgres({ settings = {}, from = initialize, port: wanted = 55440 } = {}) {
  // A link may lead to a folder with the other programs.
  const binaries = path.dirname(fs.realpathSync(path.join(await findPostgres(), 'postgres')))
  const owner = unprivilegedUser()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drill-postgres-'))
  if (owner.uid !== undefined) fs.chownSync(folder, owner.uid, owner.gid)
  const data = path.join(folder, 'data')
  const program = (name, args) =>
    execFileSync(path.join(binaries, name), args, { cwd: folder, ...owner, stdio: ['ignore', 'ignore', 'pipe'] })
  from({ data, program })
  const port = await findPort(wanted)
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const flags = Object.entries({ listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings })
  let child

  async function start() {
    const args = ['-D', data, '-p', String(port), ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
    const log = fs.openSync(path.join(folder, 'log'), 'a')
    child = spawn(path.join(binaries, 'postgres'), args, { cwd: folder, ...owner, stdio: ['ignore', log, log] })
    fs.closeSync(log)
    await untilAnswering(url, child, () => fs.readFileSync(path.join(folder, 'log'), 'utf8').slice(-2000))
  }

  /** `fast`: SIGINT, ends every connection; `immediate`: SIGQUIT, as a crash. */
  async function stop(signal = 'SIGINT') {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  const signalAll = (signal) => {
    for (const pid of [child.pid, ...childrenOf(child.pid)]) process.kill(pid, signal)
  }

  beforeExit(async () => {
    if (child?.exitCode === null) signalAll('SIGCONT')
    await stop('SIGQUIT')
    fs.rmSync(folder, { recursive: true, force: true })
  })
  await start()
  return {
    url,
    port,
    data,
    program,
    start,
    stop,
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    promote: () => program('pg_ctl', ['promote', '-D', data, '-w']),
    query: (text, values) => withClient(url, async (client) => (await client.query(text, values)).rows),
  }
}

/** The settings of a primary that has a replica. */
export const replicating = { wal_level: 'replica', max_wal_senders: '5', hot_standby: 'on' }

/** A streaming replica of a server that was started with these settings. */
export const startReplica = ({ url }) =>
  startPostgres({
    port: 55480,
    settings: replicating,
    from: ({ data, program }) =>
      program('pg_basebackup', [
        ...['-d', `${url}?application_name=replica`, '-D', data],
        ...['-R', '-X', 'stream', '-c', 'fast'],
      ]),
  })

const initialize = ({ data, program }) =>
  program('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync'])

async function untilAnswering(url, child, readLog) {
  const end = Date.now() + patienceMs
  while (Date.now() < end && child.exitCode === null) {
    const answers = await withClient(url, (client) => client.query('select 1')).catch(() => null)
    if (answers) return
    await sleep(20)
  }
  throw new Problem(`Postgres did not start:\n${readLog()}`)
}

// Postgres refuses to run as root.
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {}
  const line = fs.readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m)
  return { uid: Number(line[1]), gid: Number(line[2]) }
}

/** The processes that a process has started, on Linux. */
const childrenOf = (pid) =>
  fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
