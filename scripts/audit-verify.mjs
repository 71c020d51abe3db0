// `npm run audit:verify`: checks the chain of every organization's audit log, or of the one that --organization names by its
// slug. Status 1 when one is broken. The work is done in the database, range by range, with the application's own weak roles;
// events cut off at the end cannot be seen from inside, so the newest hash is printed to compare another time.
import { runInApplication } from './in-application.mjs'
import { command } from './processes.mjs'

await command(() => runInApplication('audit-commands.ts', process.argv.slice(2)))
