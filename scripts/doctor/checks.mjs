// What `npm run doctor` looks at, in the order in which one thing needs another.
import fs from 'node:fs'
import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { root } from '../root.mjs'
import { checkDatabase } from './database.mjs'
import { error, ok, warning } from './findings.mjs'
import { checkAddress, checkMail, checkRedis } from './network.mjs'

const leastNode = [20, 19]

/** In: the variables as the server sees them. Out: the findings. */
export async function examine(variables) {
  const settings = await checkSettings(variables)
  const findings = [...checkProgram(), ...settings.findings]
  const { env } = settings
  if (!env) return findings
  for (const check of [checkDatabase, checkMail, checkRedis, checkAddress]) findings.push(...(await check(env)))
  return [...findings, ...checkProxies(env)]
}

async function checkSettings(variables) {
  const { parseEnv } = await tsImport('../../lib/env.ts', import.meta.url)
  const result = parseEnv(variables)
  if (result.env) return { env: result.env, findings: [ok('Settings', 'complete')] }
  const advice = 'Set it in the environment of the server; .env.example explains every variable.'
  return { env: null, findings: result.problems.map((problem) => error('Settings', problem, advice)) }
}

function checkProgram() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const isOld = major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1])
  const isBuilt = fs.existsSync(path.join(root, '.next/BUILD_ID'))
  return [
    isOld
      ? error('Node', `${process.version} is too old`, `Install Node ${leastNode.join('.')} or newer.`)
      : ok('Node', process.version),
    isBuilt
      ? ok('Build', 'there is a production build')
      : warning('Build', 'there is no production build', 'Before npm start, run npm run build.'),
  ]
}

function checkProxies({ APP_URL, TRUSTED_PROXY_HOPS, APP_MODE, METRICS_TOKEN }) {
  if (APP_MODE !== 'production') return []
  const findings = []
  if (TRUSTED_PROXY_HOPS === 0 && APP_URL.startsWith('https:'))
    findings.push(
      warning(
        'Proxies',
        'APP_URL is https, and TRUSTED_PROXY_HOPS is 0',
        'This server does not end TLS, so a proxy does. Set TRUSTED_PROXY_HOPS to the number of your proxies, or all people share one rate limit.',
      ),
    )
  else findings.push(ok('Proxies', `${TRUSTED_PROXY_HOPS} trusted`))
  if (!METRICS_TOKEN)
    findings.push(
      warning('Metrics', 'off', 'Set METRICS_TOKEN to see load, failing jobs and waiting mails at /metrics.'),
    )
  return findings
}
