// `npm run audit:verify`: checks the chain of every organization's audit trail, or of the one that --organization names by
// its slug. Status 1 when one is broken. The work is done in the database, range by range, with the application's own weak
// roles; events cut off at the end cannot be seen from inside, so the newest hash is printed to compare another time. Neither
// this process nor a transaction of the database holds more than one range, however long the trail is.
import { parseArgs } from 'node:util'
import { withClient } from './connection.mjs'
import { createEnvFile, readEnvironment } from './environment.mjs'
import { command, shutDown } from './processes.mjs'
import { Problem } from './progress.mjs'
import { prepare } from './setup.mjs'

const rangeSize = 10_000

await command(async () => {
  const { values } = parseArgs({ options: { organization: { type: 'string' } } })
  await prepare()
  createEnvFile()
  const { found } = await readEnvironment({ dev: true })
  const url = found.DATABASE_URL || (await openEmbeddedDatabase(found))
  await shutDown((await withClient(url, (client) => verify(client, values.organization))) ? 0 : 1)
})

async function openEmbeddedDatabase(found) {
  const { openEmbedded } = await import('./database-access.mjs')
  return (await openEmbedded(found)).url
}

/** Out: whether every chain is unbroken. */
async function verify(client, slug) {
  const organizations = await listOrganizations(client, slug)
  if (organizations.length === 0) throw new Problem(slug ? `There is no organization ${slug}.` : 'There are none yet.')
  const startedAt = performance.now()
  let [events, unbroken] = [0, true]
  for (const { id, slug: name } of organizations) {
    const check = await verifyChain(client, id)
    events += check.events
    unbroken &&= !check.reason
    console.log(`${name.padEnd(24)} ${describe(check)}`)
  }
  console.log(effort(events, (performance.now() - startedAt) / 1000))
  return unbroken
}

function effort(events, seconds) {
  const number = new Intl.NumberFormat('en')
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  const perSecond = number.format(Math.round(events / seconds))
  return `${number.format(events)} events in ${seconds.toFixed(1)} s, ${perSecond} a second, at most ${memory} MB of memory.`
}

function listOrganizations(client, slug) {
  return asRole(client, 'janitor', null, async () => {
    const { rows } = await client.query(
      'select id, slug from organizations where $1::text is null or slug = $1 order by slug',
      [slug ?? null],
    )
    return rows
  })
}

async function verifyChain(client, organization) {
  let [events, removed, after, hash] = [0, 0, '0', '']
  for (;;) {
    const part = await asRole(client, 'tenant', organization, async () => {
      const sql = `select c.*, coalesce((select t.anchor_sequence from audit_trails t where t.organization_id = current_org()), 0)
        as removed from check_audit_chain($1, $2, $3) c`
      return (await client.query(sql, [after, hash, rangeSize])).rows[0]
    })
    if (after === '0') removed = Number(part.removed)
    events += part.events
    hash = part.last_hash ?? hash
    if (part.reason || part.events < rangeSize) return { ...part, events, removed, hash }
    after = part.last_sequence
  }
}

async function asRole(client, role, organization, work) {
  await client.query('begin read only')
  try {
    await client.query(`select set_config('role', $1, true), set_config('app.org_id', $2, true)`, [
      role,
      organization ?? '',
    ])
    return await work()
  } finally {
    await client.query('rollback')
  }
}

function describe({ events, removed, hash, reason, broken_sequence: sequence, broken_id: id, broken_at: at }) {
  if (reason)
    return `BROKEN at event ${sequence} (${id}, ${at.toISOString()}): ${reason}; ${events} before it are unbroken`
  const older = removed > 0 ? ` after ${removed} that are no longer kept` : ''
  return `ok, ${events} events${older}, newest hash ${hash.slice(0, 16) || '-'}`
}
