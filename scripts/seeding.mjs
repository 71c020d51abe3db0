// Runs prisma/seed.ts, which may run any number of times, and knows who can sign in afterwards.
import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { runNode } from './processes.mjs'
import { step } from './progress.mjs'
import { root } from './root.mjs'

/** In: the server's environment. Out: the demo accounts, as lines to print. */
export async function seed(env) {
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs')
  await step('Demo data', () => runNode(tsx, ['prisma/seed.ts'], { env }))
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
