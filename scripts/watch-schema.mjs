// While development runs: a changed schema.prisma gives a new client, which Next takes up like any other source; and a
// migration that is not applied yet is pointed out, not applied, since a fresh draft wants to be read first.
import fs from 'node:fs'
import { withClient } from './connection.mjs'
import { generateClient, schemaFile } from './database-client.mjs'
import { migrationsDir, readMigrations } from './migration-files.mjs'
import { pendingMigrations } from './migration-history.mjs'

// Asked for by time, not by events of the file system: those differ by editor, container and system.
const intervalMs = 500

/** In: the database's URL. Watches until the process ends. */
export function watchSchema(url) {
  watch(schemaFile, () => generateClient())
  watch(migrationsDir, async () => {
    const pending = await withClient(url, (client) => pendingMigrations(client, readMigrations()))
    if (pending.length > 0) console.log(`! Not applied yet: ${pending.join(', ')}. npm run db:migrate applies it.`)
  })
}

// One change at a time. What goes wrong is said, and tried again at the next one.
function watch(file, onChange) {
  let last = Promise.resolve()
  fs.watchFile(file, { interval: intervalMs }, () => {
    last = last.then(onChange).catch((error) => console.error(error.message))
  })
}
