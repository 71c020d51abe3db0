// The cost of checking a hash chain with its command: the time, its peak memory, and the peak memory of its connection in
// Postgres without shared buffers.
import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { withClient } from '../scripts/connection.mjs'
import { runNode } from '../scripts/processes.mjs'
import { trailSizes } from './trail-data.mjs'

const sampleMs = 100

/** In: the owner's URL and those of the application's logins. Out: a row for every size. */
export async function measureChainChecks({ owner, urls }) {
  const rows = []
  for (const size of trailSizes) rows.push({ size, ...(await measure(owner, urls, `trail-${size}`)) })
  return rows
}

async function measure(owner, urls, slug) {
  const running = { done: false }
  const sampled = withClient(owner, (client) => sampleMemory(client, running))
  const args = ['--organization', slug]
  const env = { ...process.env, ...urls, AUTH_SECRET: 'x'.repeat(44) }
  const { output } = await runNode('scripts/audit-verify.mjs', args, { env }).finally(() => (running.done = true))
  const [, seconds, perSecond, memory] = /in ([\d.]+) s, ([\d,]+) a second, at most (\d+) MB/.exec(output)
  return {
    seconds: Number(seconds),
    perSecond: Number(perSecond.replaceAll(',', '')),
    nodeMb: Number(memory),
    postgresMb: await sampled,
  }
}

async function sampleMemory(client, running) {
  let most = 0
  while (!running.done) {
    const { rows } = await client.query(
      `select pid from pg_stat_activity where query like '%check_audit_chain%' and pid <> pg_backend_pid()`,
    )
    for (const { pid } of rows) most = Math.max(most, ownMb(pid))
    await sleep(sampleMs)
  }
  return most || null
}

// Only Linux has these numbers.
function ownMb(pid) {
  try {
    return Number(/RssAnon:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
