// The process of a throw-away Postgres server: creates its data in a temporary folder and removes both at the end. Postgres
// refuses to run as root, so it then runs as the user `postgres`.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serveParent } from './helper-process.mjs'
import { Problem } from './progress.mjs'

serveParent(serve)

async function serve({ binaries, settings }, atEnd) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'postgres-'))
  atEnd(() => fs.rmSync(folder, { recursive: true, force: true }))
  const owner = unprivilegedUser()
  if (owner.uid !== undefined) fs.chownSync(folder, owner.uid, owner.gid)
  const start = (program, args) =>
    spawn(path.join(binaries, program), args, { cwd: folder, ...owner, stdio: stdio(folder) })

  const data = path.join(folder, 'data')
  const making = start('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync'])
  if ((await exitOf(making)) !== 0) throw new Problem(`initdb failed:\n${logOf(folder)}`)
  const port = await freePort()
  const parameters = { ...settings, listen_addresses: '127.0.0.1', unix_socket_directories: '' }
  const flags = Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = start('postgres', ['-D', data, '-p', String(port), ...flags])
  const exit = exitOf(server)
  atEnd(() => {
    // SIGINT is Postgres' fast shutdown: it ends every connection and writes its data.
    server.kill('SIGINT')
    return exit
  })
  return { port, version: await versionWhenReady(port, exit, folder) }
}

function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {}
  const line = fs.readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m)
  if (!line) throw new Problem('Postgres does not run as root, and there is no user "postgres" to run it as.')
  return { uid: Number(line[1]), gid: Number(line[2]) }
}

async function versionWhenReady(port, exit, folder) {
  let code
  void exit.then((status) => (code = status))
  for (let attempt = 0; attempt < 300; attempt++) {
    if (code !== undefined) break
    const version = await askVersion(port)
    if (version) return version
    await sleep(100)
  }
  throw new Problem(`The Postgres server did not start:\n${logOf(folder)}`)
}

async function askVersion(port) {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query('show server_version')
    return rows[0].server_version
  } catch {
    return null
  } finally {
    await client.end().catch(() => {})
  }
}

const stdio = (folder) => {
  const log = fs.openSync(path.join(folder, 'log'), 'a')
  return ['ignore', log, log]
}

const logOf = (folder) => fs.readFileSync(path.join(folder, 'log'), 'utf8').split('\n').slice(-20).join('\n')

const exitOf = (child) =>
  new Promise((resolve) => {
    child.once('error', () => resolve(-1))
    child.once('exit', (code) => resolve(code ?? -1))
  })

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
