// The requests to better-auth, by the ids of ours that do the same.
import { createHmac } from 'node:crypto'
import { everybody, numbered } from '../data.mjs'

const json = { 'content-type': 'application/json' }

export function betterAuthTargets({ origin, secret }) {
  const cookieOf = ({ user_id: id }) => {
    const token = `token${id}`
    const signature = createHmac('sha256', secret).update(token).digest('base64')
    return { cookie: `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}` }
  }
  const get = (path, person) => ({ path, headers: cookieOf(person) })
  const post = (path, person, body) => ({
    method: 'POST',
    path: `/api/auth/organization${path}`,
    headers: { ...cookieOf(person), ...json, origin },
    body: JSON.stringify(body),
  })
  const { large, small, switching, in50, inviting, guests } = everybody
  const crowd = large.flatMap((person, i) => [person, small[i]])
  const organizationId = numbered('org', 1)
  let [invited, accepted] = [0, 0]
  return {
    'me-cookie': { requests: crowd.map((person) => get('/api/guarded', person)), expect: '"allowed"' },
    token: { requests: crowd.map((person) => get('/api/auth/token', person)), expect: '"token"' },
    switch: {
      requests: [0, 1].flatMap((turn) =>
        switching.map((person, i) => {
          const organization = (i + turn) % 2 === 0 ? 1 : person.person + 1
          return post('/set-active', person, { organizationId: numbered('org', organization) })
        }),
      ),
      expect: '"slug"',
    },
    'members-10000': {
      requests: large.map((person) =>
        get(`/api/auth/organization/list-members?organizationId=${organizationId}&limit=100`, person),
      ),
      expect: '"members":[{',
    },
    'organizations-50': {
      requests: in50.map((person) => get('/api/auth/organization/list', person)),
      expect: '"slug"',
    },
    invite: {
      next: () =>
        post('/invite-member', inviting[invited % inviting.length], {
          email: `new${++invited}@example.org`,
          role: 'member',
          organizationId,
        }),
      expect: '"pending"',
    },
    accept: {
      next: () => {
        const i = accepted++ % guests.length
        return post('/accept-invitation', guests[i], { invitationId: numbered('inv', i + 1) })
      },
      expect: '"accepted"',
    },
    'members-page': { requests: large.map((person) => get('/members', person)), expect: '@example.com' },
  }
}
