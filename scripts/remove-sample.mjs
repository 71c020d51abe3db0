// `npm run remove-sample`: removes the sample resource with its permissions, tests, demo data and mentions.
import fs from 'node:fs'
import path from 'node:path'
import { generateClient } from './database-client.mjs'
import { readEnvironment } from './environment.mjs'
import { command, shutDown } from './processes.mjs'
import { step } from './progress.mjs'
import { format } from './resource/files.mjs'
import { root } from './root.mjs'
import { prepare } from './setup.mjs'

await command(async () => {
  const removal = path.join(root, 'scripts/sample/removal.mjs')
  if (!fs.existsSync(removal)) console.log('The sample is gone already: there is nothing to do.')
  else await remove(await import(removal))
  await shutDown(0)
})

async function remove({ deleted, changed }) {
  await prepare()
  const there = deleted.filter((file) => fs.existsSync(path.join(root, file)))
  const edits = await planEdits(changed)
  await step('Sample', async () => {
    for (const [file, text] of edits) fs.writeFileSync(path.join(root, file), text)
    for (const file of there) fs.rmSync(path.join(root, file), { recursive: true })
  })
  await generateClient()
  const { found } = await readEnvironment({ dev: true })
  report(there, edits, changed, (await import('./database-access.mjs')).dataFolder(found))
}

/** Out: [file, new text] for each file that changes. */
async function planEdits(changed) {
  const there = Object.entries(changed).filter(([file]) => fs.existsSync(path.join(root, file)))
  const edits = there.map(async ([file, edit]) => {
    const before = fs.readFileSync(path.join(root, file), 'utf8')
    const after = edit(before)
    if (after === before) return null
    return [file, /\.(ts|tsx|md)$/.test(file) ? await format(file, after) : after]
  })
  return (await Promise.all(edits)).filter(Boolean)
}

function report(deleted, edits, changed, folder) {
  const files = edits.map(([file]) => file)
  const list = (lines) => lines.map((line) => `  ${line}`).join('\n')
  console.log(`\nDeleted:\n${list(deleted)}\n\nChanged:\n${list(files)}`)
  const unchanged = Object.keys(changed).filter((file) => !files.includes(file))
  if (unchanged.length > 0) console.log(`\nNothing of it was found in:\n${list(unchanged)}`)
  const migration = deleted.find((file) => file.startsWith('prisma/migrations/'))
  if (migration)
    console.log(`
A database that has the sample's table does not start without its migration. In development delete ${folder}. To keep the data,
restore the migration and let another one drop the table:

  git checkout HEAD -- ${migration}
  npm run db:migrate -- --create remove_sample
  npm run db:migrate`)
  console.log(`
Then run

  npm run dev
  npm test`)
}
