// The requests to next-auth with Prisma, by the ids of ours that do the same.
import { createHash } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { everybody, numbered } from '../data.mjs'

const json = { 'content-type': 'application/json' }
const csrfToken = 'c'.repeat(64)

export async function nextAuthTargets({ origin, secret }) {
  const csrfHash = createHash('sha256').update(`${csrfToken}${secret}`).digest('hex')
  const csrf = `next-auth.csrf-token=${encodeURIComponent(`${csrfToken}|${csrfHash}`)}`
  const signIn = async (people) => {
    const signed = []
    for (const { user_id: sub, organization_id: organizationId, ...person } of people) {
      const session = await encode({ token: { sub, organizationId }, secret })
      signed.push({ ...person, cookie: `next-auth.session-token=${session}` })
    }
    return signed
  }
  const get = (path, { cookie }) => ({ path, headers: { cookie } })
  const post = (path, { cookie }, body) => ({
    method: 'POST',
    path,
    headers: { cookie: `${cookie}; ${csrf}`, origin, ...json },
    body: JSON.stringify(body),
  })
  const large = await signIn(everybody.large)
  const small = await signIn(everybody.small)
  const switching = await signIn(everybody.switching)
  const in50 = await signIn(everybody.in50)
  const inviting = await signIn(everybody.inviting)
  const guests = await signIn(everybody.guests)
  const crowd = large.flatMap((person, i) => [person, small[i]])
  let [invited, accepted] = [0, 0]
  return {
    'me-cookie': { requests: crowd.map((person) => get('/api/guarded', person)), expect: '"allowed"' },
    token: { requests: crowd.map((person) => post('/api/token', person)), expect: '"access_token"' },
    switch: {
      requests: [0, 1].flatMap((turn) =>
        switching.map((person, i) => {
          const organization = (i + turn) % 2 === 0 ? 1 : person.person + 1
          const data = { organizationId: numbered('org', organization) }
          return post('/api/auth/session', person, { csrfToken, data })
        }),
      ),
      expect: '"organizationId"',
    },
    'members-10000': { requests: large.map((person) => get('/api/members', person)), expect: '"data":[{' },
    'organizations-50': { requests: in50.map((person) => get('/api/organizations', person)), expect: '"data":[{' },
    invite: {
      next: () =>
        post('/api/invitations', inviting[invited % inviting.length], { email: `new${++invited}@example.org` }),
      status: 201,
      expect: '"token"',
    },
    accept: {
      next: () => {
        const i = accepted++ % guests.length
        return post('/api/invitations/accept', guests[i], { token: `token${i + 1}` })
      },
      expect: '"joinedAt"',
    },
    'members-page': { requests: large.map((person) => get('/members', person)), expect: '@example.com' },
  }
}
