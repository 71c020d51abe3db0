// Runs prisma/seed.ts, which can be repeated, and returns the accounts that can sign in.
import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { runNode } from './processes.mjs'
import { Problem, step } from './progress.mjs'
import { root } from './root.mjs'

// The status of prisma/seed.ts for such a database.
const inUse = 3

/**
 * In: the server's environment, and the command's arguments such as `--members 10000`. Out: the accounts to print; null for a database
 * with accounts of its own, which gets none.
 */
export async function seed(env, args = process.argv.slice(2)) {
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs')
  const isSeeded = await step('Demo data', async (note) => {
    const { code, output } = await runNode(tsx, ['prisma/seed.ts', ...args], { env, mayFail: true })
    if (code === inUse) note('none, because this database has accounts of its own')
    else if (code !== 0) throw new Problem(`${output.trimEnd()}\nprisma/seed.ts failed (${code}).`)
    return code === 0
  })
  if (!isSeeded) return null
  const { accounts, demoPassword, organizationsOf } = await tsImport('../prisma/demo-data.ts', import.meta.url)
  const organizations = organizationsOf(env.TENANCY_MODE)
  const lines = Object.keys(accounts).map((email) => `  ${email.padEnd(20)} ${rolesOf(email, organizations)}`)
  return [`  Demo accounts, password "${demoPassword}":`, ...lines].join('\n')
}

function rolesOf(email, organizations) {
  const roles = organizations.flatMap(({ name, members }) =>
    members.filter(([address]) => address === email).map(([, role]) => `${role} of ${name}`),
  )
  return roles.join(', ') || 'no organization yet'
}
