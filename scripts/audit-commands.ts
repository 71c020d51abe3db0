// The part of scripts/audit-verify.mjs that needs a database.
import { parseArgs } from 'node:util'
import { verifyAuditChainOf, type ChainCheck } from '@/lib/audit-log/verify'
import { disconnect } from '@/lib/db/client'
import { systemContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'

const { values } = parseArgs({ options: { organization: { type: 'string' } } })
const number = new Intl.NumberFormat('en')

type Organization = { id: string; slug: string }

async function listOrganizations(wanted: string | undefined): Promise<Organization[]> {
  const ids = await withIdentity((db) => db.organization.findMany({ select: { id: true }, orderBy: { id: 'asc' } }))
  const all: Organization[] = []
  for (const { id } of ids) {
    const found = await withOrg(systemContext(id), 'any:write', (db) =>
      db.organization.findFirst({ where: { id }, select: { id: true, slug: true } }),
    )
    if (found && (wanted === undefined || found.slug === wanted)) all.push(found)
  }
  return all.sort((a, b) => (a.slug < b.slug ? -1 : 1))
}

function describe({ events, removed, lastHash, broken }: ChainCheck): string {
  if (broken) {
    const { sequence, id, at, reason } = broken
    return `BROKEN at event ${sequence} (${id}, ${at.toISOString()}): ${reason}; ${events} before it are unbroken`
  }
  const older = removed > 0 ? ` after ${removed} that are no longer kept` : ''
  return `ok, ${events} events${older}, newest hash ${lastHash.slice(0, 16) || '-'}`
}

function effort(events: number, seconds: number): string {
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  const perSecond = number.format(Math.round(events / seconds))
  return `${number.format(events)} events in ${seconds.toFixed(1)} s, ${perSecond} a second, at most ${memory} MB of memory.`
}

async function verifyAll(): Promise<boolean> {
  const organizations = await listOrganizations(values.organization)
  if (organizations.length === 0)
    throw new Error(
      values.organization ? `There is no organization ${values.organization}.` : 'There are no organizations yet.',
    )
  const startedAt = performance.now()
  let [events, unbroken] = [0, true]
  for (const { id, slug } of organizations) {
    const check = await verifyAuditChainOf(id)
    events += check.events
    unbroken &&= !check.broken
    console.log(`${slug.padEnd(24)} ${describe(check)}`)
  }
  console.log(effort(events, (performance.now() - startedAt) / 1000))
  return unbroken
}

try {
  if (!(await verifyAll())) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await disconnect()
}
