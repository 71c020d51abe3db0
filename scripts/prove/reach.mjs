// Attacks what takes more than a foreign id: granting more than one holds, using the invitation of another person, ending others' tokens,
// acting long after the sign-in, reading the mailbox of a demo.
import { codeOf, json } from './http.mjs'

export async function attackReach(stage) {
  for (const [name, attack] of Object.entries(rules)) {
    if (stage.focus && !stage.focus.test(name)) continue
    const target = stage.findings.target('rule', name)
    await stage.unchanged(target, () => attack({ ...stage, target }), stage.refusalsOnly)
  }
}

/** Sends JSON and expects one of the answers, each as "403" or "403 wrong_account". */
async function refuse({ target, send, judge }, what, { method, path, headers, value }, wanted, asked) {
  const { body, headers: type } = value === undefined ? {} : json(value)
  const answer = await send({ method, path, headers: { ...headers, ...type }, body })
  if (asked) judge(target, what, answer, asked)
  const found = [String(answer.status), `${answer.status} ${codeOf(answer)}`]
  target.expect(
    found.some((each) => wanted.includes(each)),
    `${what}: ${found.at(-1)}`,
  )
}

const memberWith = (members, label) => members.find((each) => each.label === label)

const rules = {
  'no member grants more than they hold': async (stage) => {
    const { victim, members } = stage
    const headers = memberWith(members, 'admin').cookie
    const api = '/api/v1'
    const one = `${api}/members/${victim.bystander.id}`
    const tries = [
      ['making an owner', { method: 'PATCH', path: one, value: { role: 'owner' } }],
      ['demoting an owner', { method: 'PATCH', path: `${api}/members/${victim.owner.id}`, value: { role: 'viewer' } }],
      ['removing an owner', { method: 'DELETE', path: `${api}/members/${victim.owner.id}` }],
      [
        'inviting an owner',
        { method: 'POST', path: `${api}/invitations`, value: { email: 'x@example.com', role: 'owner' } },
      ],
      [
        'a role that may delete',
        { method: 'POST', path: `${api}/roles`, value: { name: 'Higher', permissions: ['org:read', 'org:delete'] } },
      ],
      ['an owner’s API key', { method: 'POST', path: `${api}/api-keys`, value: { name: 'Higher', role: 'owner' } }],
    ]
    for (const [what, request] of tries)
      await refuse(stage, what, { ...request, headers }, ['403 insufficient_permissions'])
  },

  'an invitation is for one address': async (stage) => {
    const { victim, attackers, origin } = stage
    const { cookie } = await attackers.fresh()
    for (const what of ['accept', 'decline']) {
      const path = `/api/invitations/${victim.invitationSecret}/${what}`
      await refuse(stage, `${what} by another account`, { method: 'POST', path, headers: cookie }, [
        '403 wrong_account',
      ])
      await refuse(stage, `${what} by a visitor`, { method: 'POST', path, headers: { origin } }, ['401'])
    }
  },

  'an API key ends no token of another organization': async (stage) => {
    const { victim, attackers, send, target } = stage
    const { client } = await attackers.fresh()
    const headers = { ...client, 'content-type': 'application/x-www-form-urlencoded' }
    await send({ method: 'POST', path: '/api/oauth/revoke', headers, body: `token=${victim.token}` })
    const asked = await send({ method: 'POST', path: '/api/oauth/introspect', headers, body: `token=${victim.token}` })
    target.expect(
      asked.text === '{"active":false}',
      `introspection of another organization’s token: ${asked.text.slice(0, 80)}`,
    )
    const { status } = await send({ path: '/api/v1/me', headers: { authorization: `Bearer ${victim.token}` } })
    target.expect(status === 200, `the token was revoked: ${status}`)
  },

  'a refused attempt is in the audit log': async (stage) => {
    const { victim, callers, owner, target } = stage
    // A new member, because the same refusal is recorded once a minute.
    const person = await callers.memberOf(victim, 'curious', 'viewer')
    const change = { method: 'PATCH', path: '/api/v1/organization', value: { name: 'Taken over' } }
    await refuse(stage, 'a viewer’s change', { ...change, headers: person.cookie }, ['403'])
    const sql = `select from audit_events where organization_id = $1 and actor_id = $2 and action = 'access.refused'`
    const { rowCount } = await owner.query(sql, [victim.id, person.id])
    target.expect(rowCount > 0, 'no event names who tried')
    await owner.query('delete from users where id = $1', [person.id])
  },

  'what lasts needs a recent sign-in': async (stage) => {
    const { victim, callers, owner } = stage
    const person = await callers.memberOf(victim, 'tired', 'admin')
    const age = `update sessions set authenticated_at = now() - interval '1 day' where id = $1`
    await owner.query(age, [person.session.id])
    const key = { method: 'POST', path: '/api/v1/api-keys', value: { name: 'Lasting', role: 'viewer' } }
    await refuse(stage, 'an API key after an old sign-in', { ...key, headers: person.cookie }, ['403 reauth_required'])
    const { bearer } = memberWith(stage.members, 'admin')
    await refuse(stage, 'an API key by a token alone', { ...key, headers: bearer }, ['403 reauth_required'])
    await owner.query('delete from users where id = $1', [person.id])
  },

  'no mailbox is shown in production': async (stage) => {
    const { attackers, send, judge, target } = stage
    const { cookie } = await attackers.fresh()
    for (const path of ['/api/dev/mail', '/dev/mail']) {
      const answer = await send({ path, headers: cookie })
      judge(target, path, answer)
      target.expect(answer.status === 404, `${path}: ${answer.status}`)
    }
  },
}
