// Attacks an operation without credentials, with ended and forged ones, from another site, and with a role that lacks exactly
// the permission that is needed.
import { forgedTokens } from './callers.mjs'
import { changing, codeOf } from './http.mjs'
import { bodyFor, urlOf } from './requests.mjs'

export async function attackCredentials(stage) {
  const { operation, path, victim, former, target, judge, send, origin, attackers } = stage
  const { method, access } = operation
  const { body, headers } = bodyFor(operation, victim)
  const url = urlOf(path, victim)
  const attacker = await attackers.fresh()
  const forged = forgedTokens(victim.token, attacker.bearer.authorization.slice(7), victim)
  const bearer = (token) => ({ authorization: `Bearer ${token}` })
  const tries = {
    'a visitor': { origin },
    'an ended session': former.signedOut.cookie,
    'a made-up cookie': { cookie: `session=${'x'.repeat(40)}`, origin },
    ...(changing(method) && { 'another site': { ...victim.cookie, origin: 'https://evil.example' } }),
    ...(access === 'org' && {
      'a removed member’s cookie': former.removed.cookie,
      'a removed member’s token': former.removed.bearer,
      'a token from before a demotion': former.demoted.bearer,
      'an ended session’s token': former.signedOut.bearer,
      ...Object.fromEntries(Object.entries(forged).map(([who, token]) => [who, bearer(token)])),
    }),
  }
  for (const [who, credentials] of Object.entries(tries)) {
    const answer = await send({ method, path: url, headers: { ...credentials, ...headers }, body })
    judge(target, `${method} by ${who}`, answer)
    // A person's route may find out first that the request names nothing.
    const isExact = access === 'org' && !['a removed member’s cookie', 'another site'].includes(who)
    const isRefused = isExact ? answer.status === 401 : answer.status >= 400
    target.expect(isRefused, `${method} by ${who}: ${answer.status} ${codeOf(answer)}`)
  }
}

// As a member who has all permissions but the needed one, and as every built-in role that lacks it.
export async function attackPermission(stage) {
  const { operation, path, victim, lacking, target, findings, send, unchanged, refusalsOnly } = stage
  const { method, permission } = operation
  const named = findings.target('permission', permission)
  await unchanged(
    target,
    async () => {
      for (const member of lacking(permission))
        for (const kind of ['cookie', 'bearer']) {
          const { body, headers } = bodyFor(operation, victim)
          const answer = await send({
            method,
            path: urlOf(path, victim),
            headers: { ...member[kind], ...headers },
            body,
          })
          const isRefused = answer.status === 403 && (kind === 'bearer' || answer.text.includes(permission))
          const what = `${method} ${path} by ${member.label} with ${kind}: ${answer.status} ${codeOf(answer)}`
          target.expect(isRefused, what)
          named.expect(isRefused, what)
        }
    },
    refusalsOnly,
  )
}
