// `npm run admin -- COMMAND`: commands for the operator on the server's terminal. None of them is reachable over the web.
// admin-commands.ts has the commands; without an argument it lists them.
import { runInApplication } from './in-application.mjs'
import { command } from './processes.mjs'

await command(() => runInApplication('admin-commands.ts', process.argv.slice(2)))
