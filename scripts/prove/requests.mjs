// Makes a valid request out of the description of an operation, with the ids of one organization.
import { createHash } from 'node:crypto'
import { absentLike } from './callers.mjs'
import { json } from './http.mjs'

const sha256 = (text) => createHash('sha256').update(text).digest('hex')

/** In: a path such as /api/v1/roles/{id}. Out: its parameters, each with what it names. */
export function parametersOf(path) {
  return [...path.matchAll(/([^/]+)\/(?:\{(\w+)\}|\[(\w+)\])/g)].map(([, before, curly, square]) => {
    const name = curly ?? square
    return { name, before, text: curly ? `{${curly}}` : `[${square}]` }
  })
}

/** Out: the value of a parameter that names something of the organization; undefined if nothing is known of that name. */
function idIn(organization, { name, before }) {
  const { rows, bystander, id } = organization
  if (name === 'user_id' || before === 'members') return bystander.id
  if (name === 'organization' || before === 'organizations') return id
  if (name === 'slug') return organization.slug
  if (name === 'token') return organization.invitationHash
  if (name === 'list') return '9999999'
  if (name === 'hash') return sha256(`${organization.mark}-logo`)
  if (before === 'events') return rows.audit_events.id
  return organization.personal?.[before]?.id ?? rows[before.replaceAll('-', '_')]?.id
}

/** Out: the path with the ids of the organization, and with ids that do not exist; null for an unknown parameter. */
export function pathsFor(path, organization) {
  let [theirs, absent] = [path, path]
  const named = []
  for (const parameter of parametersOf(path)) {
    const value = idIn(organization, parameter)
    if (value === undefined) return null
    theirs = theirs.replace(parameter.text, value)
    absent = absent.replace(parameter.text, absentLike(value))
    named.push(value, absentLike(value))
  }
  return { theirs, absent, named }
}

// One white pixel.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC',
  'base64',
)

/** The path with the ids of the organization. */
export const urlOf = (path, organization) => pathsFor(path, organization)?.theirs ?? path

const belongs = {
  user_id: ({ bystander }) => bystander.id,
  email: ({ mark }) => `${mark}-invited@example.com`,
  key: () => 'crew_of_two',
}

/** The example of an operation, in which ids are those of the organization. */
export function bodyFor({ type, example }, organization) {
  if (!type) return {}
  if (type === 'application/x-www-form-urlencoded')
    return { body: new URLSearchParams(example).toString(), headers: { 'content-type': type } }
  if (!type.includes('json')) return { body: picture, headers: { 'content-type': 'image/png' } }
  return json(replaceLeaves(example, (value, name) => belongs[name]?.(organization) ?? value))
}

/** In: a JSON value. Out: a copy in which `change(value, name, path)` has replaced each text. */
export function replaceLeaves(value, change, name = '', path = '') {
  if (Array.isArray(value)) return value.map((each, index) => replaceLeaves(each, change, name, `${path}.${index}`))
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? change(value, name, path) : value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, replaceLeaves(each, change, key, `${path}.${key}`)]),
  )
}

/** The texts in an example, by their path. */
export function textsIn(value) {
  const found = []
  replaceLeaves(value, (text, name, path) => {
    found.push({ name, path })
    return text
  })
  return found
}

/** What of the victim an attacker would put into a field of this name. */
export function loot(name, victim) {
  if (/email/.test(name)) return [victim.bystander.email]
  if (/user|actor|member/.test(name)) return [victim.bystander.id]
  if (/org|slug/.test(name)) return [victim.id, victim.slug]
  if (/token/.test(name)) return [victim.token, victim.invitationHash]
  if (/role/.test(name)) return [victim.onlyRole]
  if (/cursor/.test(name)) return [victim.rows.memberships.user_id]
  return [victim.id, victim.bystander.id]
}
