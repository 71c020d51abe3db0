// The process of the embedded database: opens the data folder under its lock and serves it on a free local port.
import { fork } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { takeLock } from './data-lock.mjs'
import { embeddedUrl } from './database.mjs'
import { serveParent } from './helper-process.mjs'
import { Problem } from './progress.mjs'
import { keepQueriesWhole } from './whole-queries.mjs'

const maxConnections = 50

// Files of a database give all of it to everybody who can read or write them.
process.umask(0o077)

if (process.argv[2] === '--create') await createCluster(process.argv[3])
else serveParent(serve)

async function serve({ folder }, atEnd) {
  const lock = folder && (await lockFolder(folder))
  if (lock) atEnd(() => lock.release())
  const db = await open(folder && (await dataOf(folder)))
  if (folder) close(folder)
  atEnd(() => db.close())
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections })
  keepQueriesWhole(server)
  await server.start()
  atEnd(() => server.stop())
  const port = Number(server.getServerConn().split(':').at(-1))
  lock?.update({ url: embeddedUrl(port) })
  return { port }
}

function lockFolder(folder) {
  fs.mkdirSync(folder, { recursive: true })
  fs.chmodSync(folder, 0o700)
  return takeLock(path.join(folder, 'postgres.lock'))
}

// PGlite opens some of its files to everybody, whatever the umask is.
function close(folder) {
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink())
      fs.chmodSync(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
}

async function dataOf(folder) {
  const data = path.join(folder, 'postgres')
  if (!fs.existsSync(data)) await createElsewhere(data)
  return data
}

// Created in a temporary folder and moved when complete, so that a kill leaves nothing incomplete; and in another process, so
// that the 200 MB it needs are freed.
async function createElsewhere(data) {
  const draft = `${data}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc']
  const create = fork(fileURLToPath(import.meta.url), ['--create', draft], { stdio })
  const code = await new Promise((resolve) => create.once('exit', resolve))
  if (code !== 0) throw new Problem(`The embedded database could not be created in ${draft} (${code}).`)
  fs.renameSync(draft, data)
}

async function createCluster(draft) {
  process.on('SIGINT', () => {})
  process.once('disconnect', () => process.exit(1))
  const db = await open(draft)
  await db.close()
  process.exit(0)
}

function open(dataDir) {
  return PGlite.create({ dataDir: dataDir ?? undefined })
}
