// `npm run keys:list`, `keys:rotate`, `keys:revoke -- KID`: the keys that sign organization tokens, in the database that
// the server uses; if that is the embedded database of a running server, in that server.
import path from 'node:path'
import { holderOf } from './data-lock.mjs'
import { createEnvFile, readEnvironment, validate } from './environment.mjs'
import { command, runNode, shutDown } from './processes.mjs'
import { Problem } from './progress.mjs'
import { root } from './root.mjs'
import { prepare } from './setup.mjs'

await command(async () => {
  // Not parseArgs: the id of a key may begin with a hyphen.
  const given = process.argv.slice(2)
  const [verb, kid] = given
  if (verb === 'revoke' && !kid)
    throw new Problem('Say which key: npm run keys:revoke -- KID. npm run keys:list shows them.')
  await prepare()
  const { url, identityUrl, env } = await open()
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs')
  const parameters = ['scripts/key-commands.ts', ...given]
  const urls = { DATABASE_URL: url, DATABASE_IDENTITY_URL: identityUrl, DATABASE_MIGRATION_URL: '' }
  await runNode(tsx, parameters, { env: { ...env, ...urls }, show: true })
  await shutDown(0)
})

async function open() {
  const dev = process.env.NODE_ENV !== 'production'
  // Keys made with another secret than the server's would be useless to it.
  if (!(await readEnvironment({ dev })).found.AUTH_SECRET) createEnvFile()
  const { found } = await readEnvironment({ dev })
  const env = { ...found, APP_MODE: 'development', NODE_ENV: dev ? 'development' : 'production' }
  const settings = await validate({ ...env, DATABASE_MIGRATION_URL: '' })
  const running = settings.DATABASE_URL ? null : await holderOf(path.resolve(root, settings.DATA_DIR, 'postgres.lock'))
  if (running?.url) return { url: running.url, identityUrl: running.url, env }
  const { openForDevelopment } = await import('./database-access.mjs')
  const { url, identityUrl } = await openForDevelopment(settings)
  return { url, identityUrl, env }
}
