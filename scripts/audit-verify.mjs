// `npm run audit:verify`: checks the chain of every organization's audit log, or of the one that --organization names by its
// slug. Status 1 if one is broken. The database checks it range by range, with the application's own weak roles. Events that were
// cut off at the end cannot be detected from inside, so the newest hash is printed for a later comparison.
import { runInApplication } from './in-application.mjs'
import { command } from './processes.mjs'

await command(() => runInApplication('audit-commands.ts', process.argv.slice(2)))
