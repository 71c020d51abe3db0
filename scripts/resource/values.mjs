// The values of the templates in scripts/resource/templates, made of a resource's names and fields.
import { fieldTypes } from './field-types.mjs'
import { commandValues } from './command-values.mjs'
import { pageValues } from './page-values.mjs'
import { schemaValues } from './schema-values.mjs'
import { testValues } from './test-values.mjs'
import { quoted, wrapped } from './text.mjs'

/** In: the results of namesOf and fieldsOf. Out: a value for each placeholder. */
export function valuesOf(names, declared, { archive = false, prefix = names.key, icon = 'list' } = {}) {
  const fields = declared.fields.map((field) => describe(field, names))
  const title = fields.find(({ name }) => name === declared.title.name)
  const resource = { names, fields, title, archive }
  return {
    ...names,
    AnNoun: names.aNoun.replace(/^a/, 'A'),
    prefix,
    archive,
    icon,
    title: title.camel,
    titleName: title.name,
    titleLabel: title.label,
    ...databaseValues(resource),
    ...commandValues(resource),
    ...schemaValues(resource),
    ...pageValues(resource),
    ...testValues(resource),
  }
}

function describe(field, { key, Noun, aNoun, noun }) {
  const enumName = `${Noun}${field.pascal}`
  return {
    ...field,
    is: fieldTypes[field.type],
    value: `${noun}.${field.camel}`,
    example: `${field.label} of ${aNoun}`,
    enumName,
    sqlType: `${key}_${field.name}`,
  }
}

function databaseValues({ fields, archive, names: { key } }) {
  const enums = fields.filter(({ choices }) => choices)
  const alias = key[0] === 'u' ? 'r' : key[0]
  const own = fields.map(({ name, camel }) => `${alias}.${name}${as(name, camel)}`)
  return {
    alias,
    enumTypes: enums.map((field) => `create type ${field.sqlType} as enum (${quoted(field.choices)});\n`).join(''),
    sqlColumns: fields.map((field) => `  ${field.name} ${field.is.sql(field)},`).join('\n'),
    prismaEnums: enums.map(prismaEnum).join(''),
    prismaFields: fields.map(prismaField).join('\n'),
    selectColumns: wrapped(8, [
      `${alias}.id`,
      ...own,
      ...(archive ? [`${alias}.archived_at as "archivedAt"`] : []),
      `${alias}.created_at as "createdAt"`,
      `${alias}.updated_at as "updatedAt"`,
      `case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as creator`,
    ]),
    searchConditions: searched(fields)
      .map(({ name }) => `${alias}.${name} ilike \${text}`)
      .join(' or '),
    searchedIn: words(searched(fields), 'and', 's'),
    searchedSingular: words(searched(fields), 'or'),
    exported: quoted([
      'id',
      ...fields.map(({ name }) => name),
      ...(archive ? ['archived_at'] : []),
      'created_by',
      'created_at',
      'updated_at',
    ]),
  }
}

const as = (name, camel) => (camel === name ? '' : ` as "${camel}"`)
const searched = (fields) => fields.filter(({ type }) => ['string', 'text'].includes(type))
const words = (fields, and, ending = '') => {
  const list = fields.map(({ label }) => `${label.toLowerCase()}${ending}`)
  return [list.slice(0, -1).join(', '), list.at(-1)].filter(Boolean).join(` ${and} `)
}

const prismaEnum = ({ enumName, sqlType, choices }) =>
  `enum ${enumName} {\n${choices.map((choice) => `  ${choice}`).join('\n')}\n\n  @@map("${sqlType}")\n}\n\n`

function prismaField(field) {
  const [type, ...attributes] = field.is.prisma(field)
  const mapped = field.camel === field.name ? [] : [`@map("${field.name}")`]
  const before = attributes.filter((attribute) => !attribute.startsWith('@db'))
  const after = attributes.filter((attribute) => attribute.startsWith('@db'))
  return `  ${[field.camel, type, ...before, ...mapped, ...after].filter(Boolean).join(' ')}`
}
