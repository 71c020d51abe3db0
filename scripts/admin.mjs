// `npm run admin -- COMMAND`: what the person who runs the server may do from its terminal, and nobody through the web.
// admin-commands.ts has the commands; without one it lists them.
import { runInApplication } from './in-application.mjs'
import { command } from './processes.mjs'

await command(() => runInApplication('admin-commands.ts', process.argv.slice(2)))
