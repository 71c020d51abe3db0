// `npm run audit:verify`: checks the chain of every organization's audit trail, or of the one that --organization names by
// its slug. Status 1 when one is broken. The work is done in the database, range by range, with the application's own weak
// roles; events cut off at the end cannot be seen from inside, so the newest hash is printed to compare another time.
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
  const results = []
  for (const { id, slug: name } of organizations) {
    const check = await verifyChain(client, id)
    results.push(!check.reason)
    console.log(`${name.padEnd(24)} ${describe(check)}`)
  }
  return results.every(Boolean)
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
  const startedAt = performance.now()
  let [events, after, hash] = [0, '0', '']
  for (;;) {
    const part = await asRole(client, 'tenant', organization, async () => {
      const sql = 'select * from check_audit_chain($1, $2, $3)'
      return (await client.query(sql, [after, hash, rangeSize])).rows[0]
    })
    events += part.events
    hash = part.last_hash ?? hash
    if (part.reason || part.events < rangeSize)
      return { ...part, events, hash, perSecond: Math.round((events / (performance.now() - startedAt)) * 1000) }
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

function describe({ events, hash, perSecond, reason, broken_sequence: sequence, broken_id: id, broken_at: at }) {
  if (reason)
    return `BROKEN at event ${sequence} (${id}, ${at.toISOString()}): ${reason}; ${events} before it are unbroken`
  return `ok, ${events} events, ${perSecond} a second, newest hash ${hash.slice(0, 16) || '-'}`
}
