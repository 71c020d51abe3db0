// Commands typed while a development server holds the embedded database, and how such a server reacts to a new model.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyCheckout, runProgram } from './checkout'
import { startEmbeddedDatabase } from './database.mjs'

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'beside-'))
const env = {
  ...process.env,
  DATABASE_URL: '',
  DATABASE_IDENTITY_URL: '',
  DATABASE_MIGRATION_URL: '',
  DATA_DIR: dataDir,
}
let server: Awaited<ReturnType<typeof startEmbeddedDatabase>>

beforeAll(async () => {
  server = await startEmbeddedDatabase({ dataDir })
})
afterAll(async () => {
  await server.stop()
  fs.rmSync(dataDir, { recursive: true })
})

const run = (script: string, ...args: string[]) => runProgram(`scripts/${script}`, args, env)

describe('beside a server that holds the embedded database', { timeout: 90_000 }, () => {
  it('db:seed asks for the migrations first, db:migrate applies them, and audit:verify reads', async () => {
    const early = await run('seed.mjs')
    expect([early.code, early.output]).toEqual([1, expect.stringContaining('run npm run db:migrate')])
    const migrated = await run('db-migrate.mjs')
    expect([migrated.code, migrated.output]).toEqual([0, expect.stringMatching(/✓ Migrations: 0001_foundation, /)])
    expect(migrated.output).toContain(`Embedded database: in ${dataDir}, which a running server has open`)
    const again = await run('db-migrate.mjs')
    expect([again.code, again.output]).toEqual([0, expect.stringContaining('Migrations: up to date')])
    const { output } = await run('audit-verify.mjs')
    expect(output).toContain('There are no organizations yet.')
  })
})

describe('a development server', { timeout: 90_000 }, () => {
  it('generates the client of a changed schema and reports a migration that is not applied', async () => {
    const folder = copyCheckout('prisma')
    fs.symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'junction')
    const program = `import('./scripts/watch-schema.mjs').then(({ watchSchema }) => watchSchema('${server.url}'))`
    const watcher = spawn(process.execPath, ['-e', `${program}.then(() => console.log('watching'))`], { cwd: folder })
    let said = ''
    for (const stream of [watcher.stdout, watcher.stderr]) stream.on('data', (text: Buffer) => (said += text))
    const hears = (what: string) => expect.poll(() => said, { timeout: 30_000 }).toContain(what)
    try {
      await hears('watching')
      fs.appendFileSync(path.join(folder, 'prisma/schema.prisma'), '\nmodel Widget {\n  id String @id\n}\n')
      await hears('✓ Database client: generated')
      expect(fs.readFileSync(path.join(folder, 'lib/db/generated/client.ts'), 'utf8')).toContain('Widget')
      const draft = path.join(folder, 'prisma/migrations/9999_widgets')
      fs.mkdirSync(draft)
      fs.writeFileSync(path.join(draft, 'migration.sql'), 'create table widgets (id text);')
      await hears('9999_widgets. npm run db:migrate applies it.')
    } finally {
      watcher.kill()
      fs.rmSync(folder, { recursive: true })
    }
  })
})
