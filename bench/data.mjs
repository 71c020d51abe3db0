// The data of the benchmark: the rows of data.sql, a session for each person that a target uses, with cookies and organization
// tokens made by the application itself.
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { tsImport } from 'tsx/esm/api'
import { withClient } from '../scripts/connection.mjs'
import { fetchOne } from './load.mjs'
import { allTrailSizes, loadTrails } from './trail-data.mjs'

export const password = 'correct horse battery'
export const numbered = (kind, n) => `${kind}_${String(n).padStart(26, '0')}`
const person = (n, organization) => ({
  id: numbered('sess', n),
  user_id: numbered('user', n),
  organization_id: numbered('org', organization),
  person: n,
  organization,
})
const range = (count, fn) => Array.from({ length: count }, (_, i) => fn(i))

/** Members of the organizations that must be equally fast. */
export const sizes = [100, 1000, 10_000, 100_000]
export const guestCount = 24_000

// Each has a session of their own, because a session has one active organization.
const trailReader = (n, i) => ({
  id: numbered('sess', 300_001 + 24 * i + n),
  user_id: numbered('user', 19_000 + n),
  organization_id: null,
})

// Many different people, so that neither a cache nor a single row distorts a number.
export const everybody = {
  large: range(128, (i) => person(1001 + i * 60, 1)),
  small: range(128, (i) => person(10_001 + i * 60, 2 + ((i * 60) % 999))),
  // Members of organization 1 and of one more, number 1 + their own.
  switching: range(200, (i) => person(1 + i, 1)),
  in1: [person(20_000, 501)],
  in10: [person(19_999, 501)],
  in50: [person(19_998, 501)],
  in100: [person(19_996, 601)],
  in1000: [person(19_997, 601)],
  // Different people for each size of organization, because a session has one active organization.
  ...Object.fromEntries(
    sizes.map((size, i) => [`crowd${size}`, range(24, (n) => person(20_001 + 24 * i + n, 1001 + i))]),
  ),
  // The readers of the audit logs, the same people in all of them.
  ...Object.fromEntries(allTrailSizes.map((size, i) => [`trail${size}`, range(24, (n) => trailReader(n, i))])),
  // Admins of organization 1, and people invited by its owner, each with the secret of their link.
  inviting: range(16, (i) => person(250 + 50 * i, 1)),
  guests: range(guestCount, (i) => ({
    ...person(200_001 + i, 1),
    organization_id: null,
    secret: String(i + 1).padStart(43, 'g'),
  })),
}

// API keys by the owners of organization 1 and of small ones, in turn.
const keyCount = 128
let keys = []

async function makeKeys() {
  const { createSecret } = await tsImport('../lib/api-keys/secret.ts', import.meta.url)
  return range(keyCount, (i) => {
    const [organization, creator] = i % 2 === 0 ? [1, 1] : [2 + i, 10_001 + i]
    const { secret, secretHash, prefix } = createSecret()
    const ids = { id: numbered('key', i + 1), organization_id: numbered('org', organization) }
    return { ...ids, created_by: numbered('user', creator), organization, secret, secret_hash: secretHash, prefix }
  })
}

/** The text of files of this folder, as one. */
export const readSql = (...files) =>
  files.map((file) => fs.readFileSync(path.join(import.meta.dirname, file), 'utf8')).join('')

/** In: the owner's URL of a migrated, empty database, and the sizes of the audit trails to load. */
export async function loadData(url, env, { trails }) {
  Object.assign(process.env, env)
  const { hashPassword } = await tsImport('../lib/auth/passwords.ts', import.meta.url)
  const { builtInRoleKeys } = await tsImport('../lib/permissions/roles.ts', import.meta.url)
  const passwordHash = await hashPassword(password)
  const sessions = Object.values(everybody).flat()
  keys = await makeKeys()
  const sql = readSql('distribution.sql', 'data.sql')
    .replace(':built_in_roles', () => pg.escapeLiteral(`{${builtInRoleKeys.join()}}`))
    .replace(':password_hash', () => pg.escapeLiteral(passwordHash))
    .replace(/:sessions\)/, () => `${pg.escapeLiteral(JSON.stringify(sessions))})`)
    .replace(/:keys\)/, () => `${pg.escapeLiteral(JSON.stringify(keys.map(({ secret: _unknown, ...row }) => row)))})`)
  await withClient(url, (client) => client.query(sql.replaceAll(':guests', guestCount)))
  if (trails.length > 0) await loadTrails(url, trails)
}

/** In: the owner's URL of a migrated, empty database, and the numbers of the people: the first, and the one after the last. */
export async function loadPeople(url, [first, end]) {
  const { hashPassword } = await tsImport('../lib/auth/passwords.ts', import.meta.url)
  const text = `insert into users (name, email, email_verified_at, password_hash)
    select 'Person ' || i, 'person' || i || '@example.com', now(), $3 from generate_series($1::int, $2::int - 1) i`
  const values = [first, end, await hashPassword(password)]
  await withClient(url, (client) => client.query(text, values))
}

/** The API keys, and the people with their session cookie and, if a target needs one, an organization token. */
export async function signEverybodyIn(port, origin) {
  const { sealSession, sessionCookie } = await tsImport('../lib/auth/session-cookie.ts', import.meta.url)
  const people = { keys }
  for (const [group, members] of Object.entries(everybody)) {
    people[group] = []
    for (const member of members) {
      const sealed = await sealSession({ userId: member.user_id, sessionId: member.id, cookieVersion: 1 })
      people[group].push({ ...member, cookie: `${sessionCookie().name}=${sealed}` })
    }
  }
  for (const member of [...people.large, ...people.small]) member.token = await issueToken(port, origin, member)
  return people
}

async function issueToken(port, origin, { cookie }) {
  const { status, body } = await fetchOne(port, { method: 'POST', path: '/api/token', headers: { cookie, origin } })
  if (status !== 200) throw new Error(`POST /api/token answers ${status}: ${body}`)
  return JSON.parse(body).access_token
}
