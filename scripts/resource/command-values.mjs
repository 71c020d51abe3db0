// The values of lib/<noun>/commands.ts: how the input maps to columns, and what the audit log records.
import { pair, wrapped } from './text.mjs'

export function commandValues({ fields, title, archive }) {
  const moved = fields.filter(({ name, camel, type }) => camel !== name || type === 'date')
  const parts = (from) =>
    moved.length > 0
      ? `const { ${moved.map(({ name, camel }) => pair(name, camel)).join(', ')}, ...rest } = ${from}`
      : ''
  const data = (from) =>
    moved.length > 0
      ? ['...rest', ...moved.map(({ camel, type }) => (type === 'date' ? `${camel}: toDate(${camel})` : camel))].join(
          ', ',
        )
      : `...${from}`
  const rowType = ({ type, optional, is }) => {
    const base = { integer: 'number', boolean: 'boolean' }[type] ?? 'string'
    return optional && is.empty() === 'null' ? `${base} | null` : base
  }
  const status = "case when archived_at is null then 'active' else 'archived' end as status"
  return {
    commandImports: fields.some(({ type }) => type === 'date') ? "import { toDate } from '@/lib/schemas'" : '',
    inputParts: parts('input'),
    inputData: data('input'),
    changesParts: parts('changes'),
    changesData: data('changes'),
    blanks: fields
      .map((field) => `${field.name}: ${field.optional ? field.is.blank(field, `input.${field.name}`) : 'null'}`)
      .join(', '),
    titleOfRow: pair(title.name, title.camel),
    titleAsName: pair('name', title.camel),
    lockTypes: [
      ...fields.map((field) => `${field.name}: ${rowType(field)}`),
      ...(archive ? ["status: 'active' | 'archived'"] : []),
    ].join('; '),
    lockColumns: wrapped(6, [...fields.map(({ name }) => name), ...(archive ? [status] : []), 'updated_at as version']),
  }
}
