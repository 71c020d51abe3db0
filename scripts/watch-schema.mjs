// During development: generates the client again when schema.prisma changes, which Next then reloads. It reports migrations that
// are not applied yet, but does not apply them, because a new draft should be read first.
import fs from 'node:fs'
import { withClient } from './connection.mjs'
import { generateClient, schemaFile } from './database-client.mjs'
import { migrationsDir, readMigrations } from './migration-files.mjs'
import { pendingMigrations } from './migration-history.mjs'

// Polls, because events of the file system differ between editors, containers and operating systems.
const intervalMs = 500

/** In: the database's URL. Watches until the process ends. */
export function watchSchema(url) {
  watch(schemaFile, () => generateClient())
  watch(migrationsDir, async () => {
    const pending = await withClient(url, (client) => pendingMigrations(client, readMigrations()))
    if (pending.length > 0) console.log(`! Not applied yet: ${pending.join(', ')}. npm run db:migrate applies it.`)
  })
}

// Handles one change at a time. An error is printed, and the next change tries again.
function watch(file, onChange) {
  let last = Promise.resolve()
  fs.watchFile(file, { interval: intervalMs }, () => {
    last = last.then(onChange).catch((error) => console.error(error.message))
  })
}
