// Compares the migrations recorded in the database with prisma/migrations/. The folder is authoritative: a difference stops the
// start with a line that names it.
import { createHash } from 'node:crypto'
import { Problem } from './progress.mjs'

/** The database was migrated by other files than those in prisma/migrations. */
export class OtherHistory extends Problem {}

/** The names of the migrations still to be applied. Throws if the history cannot be trusted. */
export async function pendingMigrations(client, { migrationDirectories: files }) {
  const rows = await appliedRows(client)
  const failed = rows.find((row) => !row.finished_at)
  if (failed) throw new Problem(failedLine(failed.migration_name))
  const known = new Map(files.map(({ path, migrationFile }) => [path, migrationFile.content.value]))
  for (const { migration_name: name, checksum } of rows) {
    if (!known.has(name)) {
      throw new OtherHistory(
        `Migration ${name} is applied to the database but is not in prisma/migrations: is this code too old?`,
      )
    }
    if (!matches(known.get(name), checksum)) {
      throw new OtherHistory(
        `Migration ${name} was edited after it was applied: put it back and write a new one instead, or begin with an empty database.`,
      )
    }
  }
  const applied = new Set(rows.map((row) => row.migration_name))
  return [...known.keys()].filter((name) => !applied.has(name))
}

const failedLine = (name) =>
  `Migration ${name} failed in this database: repair what it left, then: npm run db:migrate -- --rolled-back ${name}`

async function appliedRows(client) {
  const { rows: found } = await client.query(
    `select c.oid is not null as there, has_table_privilege(c.oid, 'select') as readable
       from (select to_regclass('public._prisma_migrations') as oid) c`,
  )
  if (!found[0].there) return []
  // The application's login may read it as `identity` only.
  if (!found[0].readable) await client.query(`set role identity`)
  const { rows } = await client.query(
    'select migration_name, checksum, finished_at from public._prisma_migrations where rolled_back_at is null',
  )
  if (!found[0].readable) await client.query('reset role')
  return rows
}

// Prisma hashes the raw file; a checkout on Windows may have other line ends than the one that applied it.
function matches(sql, checksum) {
  const lf = sql.replaceAll('\r\n', '\n')
  return [sql, lf, lf.replaceAll('\n', '\r\n')].some((text) => sha256(text) === checksum)
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
