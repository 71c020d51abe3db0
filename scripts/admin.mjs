// `npm run admin -- COMMAND`: what the operator may do on the server's own terminal; none of it is reachable over the web.
// admin-commands.ts has the commands; without one it lists them.
import { runInApplication } from './in-application.mjs'
import { command } from './processes.mjs'

await command(() => runInApplication('admin-commands.ts', process.argv.slice(2)))
