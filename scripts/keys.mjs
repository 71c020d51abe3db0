// `npm run keys:list`, `keys:rotate`, `keys:revoke -- KID`: the keys that sign organization tokens, in the database that
// the server works with.
import { runInApplication } from './in-application.mjs'
import { command } from './processes.mjs'
import { Problem } from './progress.mjs'

await command(async () => {
  // parseArgs does not work here, because the id of a key may begin with a hyphen.
  const given = process.argv.slice(2)
  const [verb, kid] = given
  if (verb === 'revoke' && !kid)
    throw new Problem('Say which key: npm run keys:revoke -- KID. npm run keys:list shows them.')
  await runInApplication('key-commands.ts', given)
})
