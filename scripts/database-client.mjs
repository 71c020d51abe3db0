// Generates the Prisma client again only when the schema or Prisma itself has changed. Imports only Node's own modules.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { takeLock } from './data-lock.mjs'
import { runNode } from './processes.mjs'
import { step } from './progress.mjs'
import { root } from './root.mjs'

const modules = path.join(root, 'node_modules')
const folder = path.join(root, 'lib/db/generated')
const stamp = path.join(folder, '.schema')
const patienceMs = 60_000

export const schemaFile = path.join(root, 'prisma/schema.prisma')

export const hasClient = () => fs.existsSync(path.join(folder, 'client.ts'))

/** Generates the client if it is missing or belongs to another schema. */
export const generateClient = () =>
  step('Database client', async (note) => {
    if (isCurrent()) return note('up to date')
    // The development server and a command in another terminal may generate at the same time.
    const lock = await takeLock(path.join(modules, '.generating'), patienceMs)
    try {
      if (!isCurrent()) await generate()
      note('generated')
    } finally {
      lock.release()
    }
  })

async function generate() {
  const made = wanted()
  await runPrisma(['generate'])
  fs.writeFileSync(stamp, made)
}

/** Prisma's commands that need no schema engine: naming any existing file keeps them from downloading one. */
export async function runPrisma(args, options = {}) {
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }
  await runNode(path.join(modules, 'prisma/build/index.js'), args, { env, ...options })
}

const isCurrent = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted()

function wanted() {
  const parts = [schemaFile, path.join(modules, 'prisma/package.json')].map((file) => fs.readFileSync(file, 'utf8'))
  return createHash('sha256').update(parts.join('\0')).digest('hex')
}
