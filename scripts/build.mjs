// `npm run build`: the production build alone. It installs nothing and asks no database, so it runs anywhere.
import { generateClient } from './database-client.mjs'
import { build } from './next-build.mjs'
import { command, shutDown } from './processes.mjs'
import { requirePackage } from './setup.mjs'

await command(async () => {
  requirePackage('@tailwindcss/postcss', 'npm ci')
  await generateClient()
  await build(process.env)
  await shutDown(0)
})
