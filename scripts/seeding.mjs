// Runs prisma/seed.ts, which can be repeated, and returns the accounts that can sign in.
import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { runNode } from './processes.mjs'
import { step } from './progress.mjs'
import { root } from './root.mjs'

/** In: the server's environment, and the command's arguments such as `--members 10000`. Out: the accounts to print. */
export async function seed(env, args = process.argv.slice(2)) {
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs')
  await step('Demo data', () => runNode(tsx, ['prisma/seed.ts', ...args], { env }))
  const { accounts, demoPassword, organizations } = await tsImport('../prisma/demo-data.ts', import.meta.url)
  const lines = Object.keys(accounts).map((email) => `  ${email.padEnd(20)} ${rolesOf(email, organizations)}`)
  return [`  Demo accounts, password "${demoPassword}":`, ...lines].join('\n')
}

function rolesOf(email, organizations) {
  const roles = organizations.flatMap(({ name, members }) =>
    members.filter(([address]) => address === email).map(([, role]) => `${role} of ${name}`),
  )
  return roles.join(', ') || 'no organization yet'
}
