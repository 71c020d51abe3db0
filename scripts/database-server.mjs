// The process of the embedded database: opens the data folder under its lock, serves it on a free local port, and closes
// it cleanly when told to or when the process that started it is gone.
import { fork } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { takeLock } from './data-lock.mjs'
import { embeddedUrl } from './database.mjs'
import { Problem } from './progress.mjs'

const maxConnections = 50

// Ctrl-C in a terminal reaches this process too; it must outlive the server that still writes its last rows.
process.on('SIGINT', () => {})

if (process.argv[2] === '--create') void createCluster(process.argv[3])
else process.once('message', (options) => serve(options).catch(report))

async function serve({ folder }) {
  const opened = folder === null ? { db: await open() } : await openFolder(folder)
  const server = new PGLiteSocketServer({ db: opened.db, host: '127.0.0.1', port: 0, maxConnections })
  await server.start()
  const port = Number(server.getServerConn().split(':').at(-1))
  opened.lock?.update({ url: embeddedUrl(port) })
  const close = async () => {
    await server.stop()
    await opened.db.close()
    opened.lock?.release()
    process.exit(0)
  }
  process.once('SIGTERM', close)
  process.once('disconnect', close)
  if (!process.connected) return close()
  process.on('message', () => process.send(Math.round(process.memoryUsage.rss() / 1e6)))
  process.send({ port })
}

async function openFolder(folder) {
  fs.mkdirSync(folder, { recursive: true })
  const lock = await takeLock(path.join(folder, 'postgres.lock'))
  const data = path.join(folder, 'postgres')
  if (!fs.existsSync(data)) await createElsewhere(data)
  return { db: await open(data), lock }
}

// Made beside its place and moved there when whole, so that a kill in the middle leaves nothing half made; and in another
// process, which takes the 200 MB that creating needs with it.
async function createElsewhere(data) {
  const draft = `${data}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  const create = fork(fileURLToPath(import.meta.url), ['--create', draft], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const code = await new Promise((resolve) => create.once('exit', resolve))
  if (code !== 0) throw new Problem(`The embedded database could not be created in ${draft} (${code}).`)
  fs.renameSync(draft, data)
}

async function createCluster(draft) {
  process.once('disconnect', () => process.exit(1))
  const db = await open(draft)
  await db.close()
  process.exit(0)
}

function open(dataDir) {
  return PGlite.create({ dataDir, extensions: { pg_trgm } })
}

function report(error) {
  const problem = error instanceof Problem ? error.message : (error.stack ?? String(error))
  process.send?.({ problem }, () => process.exit(1))
}
