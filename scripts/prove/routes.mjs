// Attacks every route of the API: ids of another organization in path, query, body, header and cookie, by every verb; ended, forged
// and foreign tokens; and a role that lacks exactly the permission that is needed.
import { changing, codeOf, essence } from './http.mjs'
import { internalRoutes, mailedTo, metadataRoute, otherOutcomes, tellingFields } from './known.mjs'
import { bodyFor, loot, parametersOf, pathsFor, replaceLeaves, textsIn, urlOf } from './requests.mjs'
import { absentLike } from './callers.mjs'
import { attackCredentials, attackPermission } from './credentials.mjs'

const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** In: the stage with the operations of the API and the routes of the build. */
export async function attackRoutes(stage) {
  const { findings, routes, operations } = stage
  const described = new Map(operations.map((each) => [each.path, []]))
  for (const each of operations) described.get(each.path).push(each)
  for (const { path } of routes.filter(({ isPage }) => !isPage)) {
    const name = path.replace(/\[(\w+)\]/g, '{$1}')
    if (stage.focus && !stage.focus.test(name)) continue
    const target = findings.target('route', name)
    if (!described.has(name)) {
      const known = Object.hasOwn(internalRoutes, path) || metadataRoute.test(path)
      target.expect(known, 'is unknown: neither OpenAPI nor scripts/prove/known.mjs describes it')
      continue
    }
    await attackRoute({ ...stage, target, path: name, operations: described.get(name) })
  }
}

async function attackRoute(stage) {
  const { path, operations, target, victim } = stage
  const access = operations[0].access
  if (parametersOf(path).length > 0 && !pathsFor(path, victim))
    return target.fail('is unknown: scripts/prove/requests.mjs has no value for a parameter of its path')
  for (const operation of operations) await control({ ...stage, operation })
  const without = mailedTo[path] ?? []
  const work = async () => {
    if (parametersOf(path).length > 0) await attackPath(stage)
    for (const operation of operations) {
      await attackPlaces({ ...stage, operation })
      await attackFields({ ...stage, operation })
      if (access !== 'public' && access !== 'client') await attackCredentials({ ...stage, operation })
    }
  }
  await stage.unchanged(target, work, { without })
  for (const operation of operations.filter(({ permission }) => permission))
    await attackPermission({ ...stage, operation })
}

// Without this, an attack could be refused for a reason that has nothing to do with its author.
async function control({ operation, path, target, callers, send }) {
  const { method } = operation
  if (operation.access !== 'org') return
  const { organization, cookie } = await callers.organizationOf('c', { withTokens: false })
  const { body, headers } = bodyFor(operation, organization)
  const answer = await send({ method, path: urlOf(path, organization), headers: { ...cookie, ...headers }, body })
  const wanted = otherOutcomes[`${method} ${path}`]
  const isFine = wanted ? answer.status === wanted : answer.status < 300
  target.expect(
    isFine,
    `${method}: the owner’s own valid request answers ${answer.status} ${codeOf(answer)}, so that attacks prove nothing`,
  )
}

/**
 * Sends twice, once with what the victim has and once with what nothing has: both must answer the same. A change that succeeded was
 * made in the attacker's own organization, so only its status counts.
 */
async function compare(stage, { what, request, value, absent, asked = [] }) {
  const { target, judge, send } = stage
  const named = [value, absent, ...asked]
  const answers = []
  for (const text of [value, absent]) {
    const sent = await request(text)
    const answer = await send(sent)
    judge(target, what, answer, named)
    answers.push({
      ...answer,
      essence: changing(sent.method) && answer.status < 300 ? answer.status : essence(answer, named),
    })
  }
  const [theirs, none] = answers
  const words = `${theirs.status} ${codeOf(theirs)} for what another organization has, ${none.status} ${codeOf(none)} for what nothing has`
  target.expect(theirs.essence === none.essence, `${what}: ${words}`)
  return theirs
}

async function attackPath(stage) {
  const { path, operations, target, victim, attackers } = stage
  const { theirs, absent, named } = pathsFor(path, victim)
  const isOpen = operations[0].access === 'public'
  const { organization, ...headersOf } = await attackers.fresh()
  const kinds = operations[0].access === 'org' ? ['cookie', 'bearer', 'program'] : ['cookie']
  for (const kind of kinds)
    for (const method of verbs) {
      const operation = operations.find((each) => each.method === (method === 'HEAD' ? 'GET' : method))
      const { body, headers } = operation && changing(method) ? bodyFor(operation, organization) : {}
      const request = (url) => ({ method, path: url, headers: { ...headersOf[kind], ...headers }, body })
      const what = `${method} by ${kind}`
      const answer = await compare(stage, { what, request, value: theirs, absent, asked: named })
      if (method === 'OPTIONS' || isOpen) continue
      target.expect(answer.status >= 400, `${method} by ${kind}: ${answer.status} for what another organization has`)
      if (operation && kind === 'cookie')
        target.expect(
          answer.status === 404,
          `${method} by ${kind}: ${answer.status} ${codeOf(answer)} where 404 is expected`,
        )
    }
}

// The organization is never taken from the request, wherever it is named.
async function attackPlaces(stage) {
  const { operation, path, victim, attackers, target } = stage
  const { method, access } = operation
  const add = (url, query) => `${url}?${new URLSearchParams(query)}`
  const places = {
    query: (id, { url, ...rest }) => ({
      ...rest,
      url: add(url, { organization: id, organization_id: id, org_id: id, slug: id }),
    }),
    header: (id, { headers, ...rest }) => ({
      ...rest,
      headers: { ...headers, 'x-organization': id, 'x-organization-id': id, 'x-org-id': id, 'x-tenant-id': id },
    }),
    cookie: (id, { headers, ...rest }) => ({
      ...rest,
      headers: {
        ...headers,
        cookie: [headers.cookie, `organization=${id}`, `active_organization=${id}`, `org=${id}`]
          .filter(Boolean)
          .join('; '),
      },
    }),
    ...(operation.type?.includes('json') && {
      body: (id, { body, ...rest }) => ({
        ...rest,
        body: JSON.stringify({ ...JSON.parse(body), organization_id: id, organization: id }),
      }),
    }),
  }
  const tries = changing(method) ? { header: places.header, body: places.body } : places
  for (const [place, put] of Object.entries(tries).filter(([, each]) => each)) {
    for (const kind of access === 'org' ? ['cookie', 'bearer'] : ['cookie']) {
      const request = async (id) => {
        const { organization, ...headersOf } = await attackers.fresh({ spent: changing(method) && access !== 'public' })
        const valid = bodyFor(operation, organization)
        const base = {
          url: urlOf(path, organization),
          headers: { ...headersOf[kind], ...valid.headers },
          body: valid.body,
        }
        const { url, headers, body } = put(id, base)
        return { method, path: url, headers, body }
      }
      const what = `${method} by ${kind}, ${place}`
      if (changing(method) && access !== 'org') {
        stage.judge(target, what, await stage.send(await request(victim.id)), [victim.id])
        continue
      }
      const answer = await compare(stage, { what, request, value: victim.id, absent: absentLike(victim.id) })
      if (place === 'header' && access === 'org')
        target.expect(answer.status >= 400, `${what}: a request for another organization is carried out in one’s own`)
    }
  }
}

// Each text of the body and of the query is replaced by what the victim has.
async function attackFields(stage) {
  const { operation, path, victim, attackers } = stage
  const { method, access, type, example, query } = operation
  const kind = access === 'client' ? 'client' : 'cookie'
  const isForm = type === 'application/x-www-form-urlencoded'
  const inBody = type?.includes('json') || isForm ? textsIn(example) : []
  for (const { name, path: place } of inBody.filter((each) => !tellingFields.includes(each.name)))
    for (const value of loot(name, victim)) {
      const request = async (text) => {
        const { organization, ...headersOf } = await attackers.fresh({ spent: changing(method) })
        const changed = replaceLeaves(example, (each, _name, at) => (at === place ? text : each))
        const { body, headers } = bodyFor(
          { type, example: changed },
          isForm ? organization : { ...organization, bystander: { id: organization.owner.id } },
        )
        const given = isForm ? body : JSON.stringify(changed)
        return { method, path: urlOf(path, organization), headers: { ...headersOf[kind], ...headers }, body: given }
      }
      await compare(stage, { what: `${method}, body field ${name}`, request, value, absent: absentLike(value) })
    }
  for (const { name } of query.filter((each) => !tellingFields.includes(each.name)))
    for (const value of loot(name, victim)) {
      const { organization, ...headersOf } = await attackers.fresh()
      const url = urlOf(path, organization)
      const request = (text) => ({
        method,
        path: `${url}?${name}=${encodeURIComponent(text)}`,
        headers: headersOf[kind],
      })
      await compare(stage, { what: `${method}, query field ${name}`, request, value, absent: absentLike(value) })
    }
}
