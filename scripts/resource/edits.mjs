// Edits of existing files for a new resource: the model in the schema, the permissions in the catalogue and the built-in roles.
// Each function takes the text of a file and returns the new text.
import { Problem } from '../progress.mjs'

/** The model with its enums at the end, and a list of them on each organization and each user. */
export function addModel(schema, model, { nouns, Noun }) {
  const related = ['Organization', 'User'].reduce(
    (text, owner) => addRelation(text, owner, `${nouns} ${Noun}[]`),
    schema,
  )
  return `${related.trimEnd()}\n\n${model.trim()}\n`
}

const addRelation = (schema, owner, line) =>
  replaceOnce(schema, new RegExp(`(^model ${owner} \\{\\n(?:.+\\n)*)`, 'm'), `$1  ${line}\n`, `model ${owner}`)

/** Both permissions with their words, before the permissions that are not about a resource. */
export function addPermissions(catalogue, { table, manyWords }, { archive = false } = {}) {
  const [read, write] = permissionsOf(table)
  const doing = archive ? 'create, change, archive and delete' : 'create, change and delete'
  const listed = insertBefore(catalogue, /^ {2}'org:audit:read',$/m, /^\] as const$/m, `  '${read}',\n  '${write}',\n`)
  const words = `  '${read}': 'see ${manyWords}',\n  '${write}': '${doing} ${manyWords}',\n`
  return insertBefore(listed, /^ {2}'org:audit:read':/m, /(?<=permissionWords[^}]*)^\}$/m, words)
}

/** Viewers read; members read and write, as they do everything that viewers do. */
export function addToRoles(roles, { table }) {
  const [read, write] = permissionsOf(table)
  const withRead = replaceOnce(
    roles,
    /(const viewer: Permission\[\] = \[[^\]]*?),?(\s*\])/,
    `$1, '${read}'$2`,
    'the role viewer',
  )
  return replaceOnce(
    withRead,
    /(const member: Permission\[\] = \[[^\]]*?),?(\s*\])/,
    `$1, '${write}'$2`,
    'the role member',
  )
}

/** Adds the record that the journey of all pages and roles creates, so that it can open the page of a record. */
export const addRecord = (journey, { path }, example) =>
  insertBefore(
    journey,
    /^ {2}'\/settings\/api-keys\/\[id\]':/m,
    /^\}$(?<=const records[^]*?\n\})/m,
    `  '/${path}/[id]': async ({ create }) => (await create('/api/v1/${path}', { ${example} })).id,\n`,
  )

export const permissionsOf = (table) => [`org:${table}:read`, `org:${table}:write`]

function insertBefore(text, place, otherwise, lines) {
  const found = place.test(text) ? place : otherwise
  return replaceOnce(text, found, (match) => `${lines}${match}`, 'the list')
}

function replaceOnce(text, pattern, replacement, what) {
  if (!pattern.test(text)) throw new Problem(`This command did not find ${what}, where it adds a line: was it moved?`)
  return text.replace(pattern, replacement)
}

/** The reverse of addModel, with the comment above the model. */
export function removeModel(schema, { nouns, Noun }) {
  const model = new RegExp(`\\n(?://.*\\n)*model ${Noun} \\{\\n[^}]*\\}\\n`)
  return schema.replace(model, '').replaceAll(new RegExp(`^  ${nouns} +${Noun}\\[\\]\\n`, 'gm'), '')
}

/** The reverse of addPermissions. */
export const removePermissions = (catalogue, { table }) =>
  permissionsOf(table).reduce(
    (text, permission) => text.replaceAll(new RegExp(`^  '${permission}'.*\\n`, 'gm'), ''),
    catalogue,
  )

/** The reverse of addToRoles. */
export const removeFromRoles = (roles, { table }) =>
  permissionsOf(table).reduce((text, permission) => text.replaceAll(new RegExp(`,\\s*'${permission}'`, 'g'), ''), roles)

/** The reverse of addRecord. */
export const removeRecord = (journey, { path }) =>
  journey.replace(new RegExp(`^  '/${path}/\\[id\\]': [^]*?\\.id,\\n`, 'm'), '')
