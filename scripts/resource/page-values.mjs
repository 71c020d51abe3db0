// The values of the pages: the columns of the list, the facts of a record, and the values in its form.
import { pair } from './text.mjs'

// More columns would leave no room for the title.
const maxColumns = 4

export function pageValues({ names, fields, title, archive }) {
  const { Noun, noun, nouns } = names
  const texts = fields.filter(({ type }) => type === 'text')
  const facts = fields.filter((field) => field !== title && field.type !== 'text')
  const columns = facts.slice(0, maxColumns)
  const uses = (list, type) => list.some((field) => field.type === type)
  const labelsOf = (list) => list.filter(({ choices }) => choices).map(({ camel }) => `${camel}Labels`)
  const isText = fields.every(({ type }) => type === 'string' || type === 'text')
  return {
    createSchema: isText ? `create${Noun}Schema` : `fromForm(create${Noun}Schema, ${noun}Form)`,
    editSchema: isText
      ? `idSchema.extend(create${Noun}Schema.shape)`
      : `fromForm(idSchema.extend(create${Noun}Schema.shape), ${noun}Form)`,
    actionSchemas: [
      ...(archive ? [`update${Noun}Schema`] : []),
      `create${Noun}Schema`,
      ...(isText ? [] : [`${noun}Form`]),
    ].join(', '),
    fromFormImport: isText ? '' : "import { fromForm } from '@/lib/schemas'",
    formValues: fields.map((field) => `${field.name}: ${field.is.typed(field, field.value)}`).join(', '),
    timeImports: [...(uses(columns, 'date') ? ['dayText'] : []), 'timeText'].join(', '),
    listImports: [`${nouns}SearchSchema`, ...labelsOf(columns)].join(', '),
    columns: [title, ...columns].map(column).join('\n'),
    rowParts: [
      'id',
      ...[title, ...texts.slice(0, 1), ...columns].map(({ camel }) => camel),
      ...(archive ? ['archivedAt'] : []),
      'creator',
      'createdAt',
      ...(archive ? ['updatedAt'] : []),
    ].join(', '),
    cells: [titleCell(title, texts), ...columns.map(cell)].join('\n'),
    badge: archive,
    body: texts.map((field) => textBlock(field, texts.length > 1)).join('\n'),
    timeTagImports: [...(uses(facts, 'date') ? ['dayText'] : []), 'RelativeTime'].join(', '),
    recordImports:
      labelsOf(facts).length > 0
        ? `import { ${labelsOf(facts).join(', ')}, type ${Noun} } from '@/lib/${names.path}/schema'`
        : `import type { ${Noun} } from '@/lib/${names.path}/schema'`,
    recordActions: [`delete${Noun}Action`, ...(archive ? [`set${Noun}StatusAction`] : [])].join(', '),
    facts: facts.map((field) => `['${field.label}', ${field.is.shown(field, field.value, "'None'")}],`).join('\n'),
    actionParts: ['id', title.camel, ...(archive ? ['archivedAt'] : []), 'updatedAt'].join(', '),
    archiveHint: archive ? ' To keep it, archive it instead.' : '',
  }
}

const column = ({ camel, label, is }) =>
  `{ key: '${camel}', label: '${label}'${is.align ? `, align: '${is.align}'` : ''} },`

function titleCell({ camel }, [text]) {
  const detail = text ? `, ${pair('detail', text.camel)}` : ''
  return `${camel}: { ${pair('title', camel)}${detail} },`
}

function cell(field) {
  const shown = field.is.shown(field, field.camel, 'null')
  if (field.type !== 'enum') return shown === field.camel ? `${field.camel},` : `${field.camel}: ${shown},`
  const badge = `{ badge: ${field.camel}Labels[${field.camel}] }`
  return `${field.camel}: ${field.optional ? `${field.camel} && ${badge}` : badge},`
}

function textBlock(field, isOneOfSeveral) {
  const heading = isOneOfSeveral
    ? `<h2 className="text-muted text-[0.8125rem] not-first:mt-4">${field.label}</h2>\n`
    : ''
  const text = `<p className="max-w-prose text-[0.9375rem] leading-relaxed wrap-anywhere whitespace-pre-line">{${field.value}}</p>`
  if (!field.optional) return `${heading}${text}`
  const missing = `<p className="text-muted">No ${field.label.toLowerCase()}.</p>`
  return `${heading}{${field.value} ? (${text}) : (${missing})}`
}
