// Members and invitations: the same list and search in organizations of each size, the page, and sending and accepting
// invitations, each of which works only once.
import { sizes } from './data.mjs'

const json = { 'content-type': 'application/json' }

export function peopleTargets(origin, people) {
  const { large, inviting, guests } = people
  const get = (path, { cookie }) => ({ path, headers: { cookie } })
  const page = (members) => members.map((member) => get('/o/company-1/members', member))
  return [
    ...sizes.map((size) => ({
      id: `members-${size}`,
      requests: people[`crowd${size}`].map((member) => get('/api/v1/members?limit=100', member)),
      expect: '"next_cursor"',
      budget: size === 10_000 ? { share: 0.25, sql: 4 } : {},
    })),
    ...sizes.map((size) => ({
      id: `search-${size}`,
      // A term that all members have, and one of a single member: the same number of rows in each organization.
      requests: people[`crowd${size}`].flatMap((member, i) => [
        get('/api/v1/members?limit=20&query=crowd', member),
        get(`/api/v1/members?limit=20&query=crowd${i + 1}@`, member),
      ]),
      expect: '"data":[{',
      budget: {},
    })),
    // A rare role, sorted by joining date and searched: one index must answer alone.
    ...sizes.map((size) => ({
      id: `owners-${size}`,
      requests: people[`crowd${size}`].flatMap((member) => [
        get('/api/v1/members?role=owner&sort=joined', member),
        get('/api/v1/members?role=owner&query=crowd', member),
      ]),
      expect: '"data":[{',
      budget: {},
    })),
    ...[
      ['members-page', large, { share: 0.13, cpuMs: 6, sql: 4, kb: 90 }],
      // With what it takes to change and to remove each of the 50.
      ['members-page-admin', inviting, { share: 0.12, cpuMs: 6, sql: 4, kb: 90 }],
    ].map(([id, readers, budget]) => ({ id, requests: page(readers), expect: 'person10000@example.com', budget })),
    {
      id: 'invite',
      status: 201,
      next: invitations(origin, inviting),
      expect: '"pending"',
      budget: { share: 0.2, sql: 7, postgres: 1.2 },
    },
    {
      id: 'accept',
      next: acceptances(origin, guests),
      expect: 'company-1',
      budget: { share: 0.2, sql: 7, postgres: 1.2 },
    },
  ]
}

function invitations(origin, inviting) {
  let sent = 0
  return () => ({
    method: 'POST',
    path: '/api/v1/invitations',
    headers: { cookie: inviting[sent % inviting.length].cookie, origin, ...json },
    body: JSON.stringify({ email: `new${++sent}@example.org`, role: 'viewer' }),
  })
}

// More requests than invitations would get 410 and count as errors.
function acceptances(origin, guests) {
  let sent = 0
  return () => {
    const { secret, cookie } = guests[sent++ % guests.length]
    return { method: 'POST', path: `/api/invitations/${secret}/accept`, headers: { cookie, origin } }
  }
}
