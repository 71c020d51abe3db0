// `npm run db:generate`: the Prisma client of prisma/schema.prisma, which types and tests import.
import { generateClient } from './database-client.mjs'
import { command, shutDown } from './processes.mjs'
import { requirePackage } from './setup.mjs'

await command(async () => {
  requirePackage('prisma', 'npm ci')
  await generateClient()
  await shutDown(0)
})
