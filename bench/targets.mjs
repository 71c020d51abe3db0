// The targets: their requests, the expected answer, and the budget that is printed next to the numbers.
// A budget's `share` is of the floor's requests/s, `cpu` a multiple of the floor's CPU per request, `sql`
// statements, `postgres` and `cpuMs` CPU-ms per request, `kb` the size of the answer.
import { fetchOne } from './load.mjs'
import { password } from './data.mjs'
import { oauthTargets } from './oauth-targets.mjs'
import { peopleTargets } from './people-targets.mjs'
import { trailTargets } from './trail-targets.mjs'

const json = { 'content-type': 'application/json' }

/** In: the server's port and origin, the people of data.mjs. Out: the targets, in the order in which they are measured. */
export async function targetsFor(port, origin, people) {
  const { large, small, switching, in1, in10, in50 } = people
  const crowd = large.flatMap((person, i) => [person, small[i]])
  const get = (path, headers) => ({ path, headers })
  const organizations = (people, id) => ({
    id,
    requests: people.map(({ cookie }) => get('/api/organizations', { cookie })),
    expect: '"data":[{',
    budget: { share: 0.3, postgres: 0.25 },
  })
  return [
    {
      id: 'me',
      requests: crowd.map(({ token }) => get('/api/v1/me', { authorization: `Bearer ${token}` })),
      expect: '"org_permissions"',
      budget: { share: 0.42, cpu: 2.5, sql: 1, postgres: 0.25 },
    },
    {
      id: 'me-cookie',
      requests: crowd.map(({ cookie }) => get('/api/v1/me', { cookie })),
      expect: '"org_permissions"',
      budget: { share: 0.42, cpu: 2.5, sql: 1, postgres: 0.25 },
    },
    {
      id: 'token',
      requests: crowd.map(({ cookie }) => ({ method: 'POST', path: '/api/token', headers: { cookie, origin } })),
      expect: '"access_token"',
      budget: { share: 0.42, sql: 1 },
    },
    {
      id: 'switch',
      requests: [0, 1].flatMap((turn) => switching.map((person, i) => switchTo(person, (i + turn) % 2, origin))),
      expect: '"access_token"',
      budget: { share: 0.38, sql: 2 },
    },
    ...oauthTargets(people),
    organizations(in1, 'organizations-1'),
    organizations(in10, 'organizations-10'),
    organizations(in50, 'organizations-50'),
    {
      id: 'projects',
      requests: large.map(({ token }) => get('/api/v1/projects', { authorization: `Bearer ${token}` })),
      expect: '"next_cursor"',
      budget: { share: 0.25, sql: 4 },
    },
    {
      id: 'projects-page',
      requests: large.map(({ cookie }) => get('/o/company-1/projects', { cookie })),
      expect: 'Project 9999',
      budget: { share: 0.14, sql: 4, postgres: 1, kb: 120 },
    },
    {
      id: 'overview',
      requests: large.map(({ cookie }) => get('/o/company-1', { cookie })),
      expect: 'Your role',
      budget: { share: 0.11, sql: 5, kb: 120 },
    },
    ...peopleTargets(origin, people),
    ...trailTargets(people),
    {
      id: 'sign-in',
      requests: await signIns(port, origin),
      // next-auth answers a correct password so; a wrong one gets 401.
      expect: '"url"',
      connections: 2,
      closedOnly: true,
      budget: { cpuMs: 60 },
    },
  ]
}

const switchTo = ({ person, cookie }, turn, origin) => ({
  method: 'PUT',
  path: '/api/session/organization',
  headers: { cookie, origin, ...json },
  body: JSON.stringify({ organization: turn === 0 ? 'company-1' : `company-${person + 1}` }),
})

async function signIns(port, origin) {
  const { headers, body } = await fetchOne(port, { path: '/api/auth/csrf' })
  const { csrfToken } = JSON.parse(body)
  const cookie = headers['set-cookie'].map((line) => line.split(';')[0]).join('; ')
  return Array.from({ length: 1000 }, (_, i) => ({
    method: 'POST',
    path: '/api/auth/callback/credentials?json=true',
    headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      csrfToken,
      email: `person${12_000 + i}@example.com`,
      password,
      json: 'true',
    }).toString(),
  }))
}
