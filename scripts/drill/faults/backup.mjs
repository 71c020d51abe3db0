// The backup of docs/operations.md, restored on another server, and a copy of the embedded database's folder.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { withClient } from '../../connection.mjs'
import { identityLogin, provisionLogins } from '../../logins.mjs'
import { migrate } from '../../migrate.mjs'
import { beforeExit } from '../../processes.mjs'
import { signIn } from '../client.mjs'
import { figure } from '../figures.mjs'
import { startPostgres } from '../postgres.mjs'
import { startServer } from '../server.mjs'
import { startDemo } from './disk.mjs'

const roles = ['tenant', 'person', 'identity', 'janitor', 'access', 'integrity']
const login = { user: 'app_drill', password: 'of_the_drill' }

// What must be the same afterwards: the number of rows, and the newest hash of each audit chain.
const facts = `
  select (select count(*) from users)::int as users, (select count(*) from memberships)::int as memberships,
    (select count(*) from invitations)::int as invitations,
    (select string_agg(hash, ',' order by organization_id) from (select distinct on (organization_id) organization_id, hash
      from audit_events order by organization_id, sequence desc) newest) as hashes`

export async function backup({ postgres }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drill-backup-'))
  fs.chmodSync(folder, 0o777)
  beforeExit(async () => fs.rmSync(folder, { recursive: true, force: true }))
  const onPostgres = await dumpAndRestore(postgres, path.join(folder, 'shop.dump'))
  const embedded = await copyFolder(folder)
  return [...onPostgres, ...embedded]
}

async function dumpAndRestore(postgres, file) {
  const before = (await postgres.query(facts))[0]
  const began = performance.now()
  postgres.program('pg_dump', ['-Fc', '-d', postgres.url.replace(/postgres$/, 'drill'), '-f', file])
  const dumped = performance.now()

  const other = await startPostgres({ port: 55490 })
  const superuser = other.url
  await withClient(superuser, async (client) => {
    for (const role of roles) await client.query(`create role ${role} nologin noinherit`)
    await client.query(`create role shop_owner login createrole; grant access, integrity to shop_owner`)
    await client.query('create database drill owner shop_owner')
  })
  const target = superuser.replace(/postgres$/, 'drill')
  other.program('pg_restore', ['-d', target, '--exit-on-error', file])
  const pending = await migrate(target)
  const { url, identityUrl } = await provisionLogins(target, login, identityLogin(login))
  const restored = performance.now()
  const after = await withClient(target, async (client) => (await client.query(facts)).rows[0])
  const server = await startServer({ DATABASE_URL: url, DATABASE_IDENTITY_URL: identityUrl })
  const person = await signIn(server.url)
  const members = await person.call('/api/v1/members')
  await server.kill('SIGINT')
  await other.stop()
  return [
    figure('dump', Math.round(dumped - began), { unit: 'ms' }),
    figure('new server, restored and ready', Math.round(restored - dumped), { unit: 'ms' }),
    figure('migrations missing in the dump', pending.length, { most: 0 }),
    figure(
      'rows and newest hashes that differ',
      Object.keys(before).filter((name) => before[name] !== after[name]).length,
      { most: 0 },
    ),
    figure('signed in and read after the restore', members.status === 200 ? 1 : 0, { least: 1 }),
  ]
}

async function copyFolder(folder) {
  const [original, copy] = [path.join(folder, 'data'), path.join(folder, 'copy')]
  const first = await startDemo(4830, original)
  const written = await write(first.url)
  await first.stop()
  fs.cpSync(original, copy, { recursive: true })
  const second = await startDemo(4830, copy)
  const person = await signIn(second.url)
  const { text } = await person.call('/api/v1/invitations?limit=100')
  await second.stop()
  return [figure('write in the copied folder of the embedded database', text.includes(written) ? 1 : 0, { least: 1 })]
}

async function write(url) {
  const person = await signIn(url)
  const email = 'before-the-copy@example.com'
  await person.call('/api/v1/invitations', { method: 'POST', body: JSON.stringify({ email, role: 'viewer' }) })
  return email
}
