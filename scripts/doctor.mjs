// `npm run doctor`: looks at the settings, the database, mail, clock and address of a server, and says for each finding what to do.
// Run it where the server runs, with its environment. It changes nothing. Status 1 if something keeps the server from working.
import { readEnvironment } from './environment.mjs'
import { command, shutDown } from './processes.mjs'

await command(async () => {
  // As for a server of production, unless development is asked for.
  const dev = process.env.NODE_ENV === 'development'
  const { found } = await readEnvironment({ dev })
  const variables = { APP_MODE: dev ? 'development' : 'production', ...found }
  Object.assign(process.env, variables)
  const { examine } = await import('./doctor/checks.mjs')
  const findings = await examine(variables)
  for (const { level, about, text, advice } of findings) {
    console.log(`${{ ok: '✓', warning: '!', error: '✗' }[level]} ${about}: ${text}`)
    if (advice) console.log(`    ${advice}`)
  }
  const errors = findings.filter(({ level }) => level === 'error').length
  const warnings = findings.filter(({ level }) => level === 'warning').length
  console.log(`\n${errors} errors, ${warnings} warnings`)
  await shutDown(errors > 0 ? 1 : 0)
})
