// How each field type is written in SQL, in Prisma's schema, in TypeScript, in the API, in a form and on a page. `value` is the
// expression of the field in the generated code, such as invoice.due; `absent` is the expression that is shown for null.

const orElse = ({ optional }, required, absent) => (optional ? absent : required)
const nullable = (field, type) => orElse(field, type, `${type} | null`)
const orNull = (field) => orElse(field, '', '.nullable()')
const orMissing = (field) => orElse(field, '', '.nullish()')
const orAbsent = (field, value, text, absent) => orElse(field, text, `${value} === null ? ${absent} : ${text}`)

// An omitted text is empty, not null.
const ofText = (multiline) => ({
  sql: (field) => `text not null${orElse(field, '', " default ''")}`,
  prisma: (field) => ['String', orElse(field, '', '@default("")')],
  typescript: () => 'string',
  input: (field) => {
    const check = multiline ? ['requiredText(5000)', 'multiLine(5000)'] : ['singleLine(120)', 'optionalLine(120)']
    return `${check[field.optional ? 1 : 0]}.meta({ example: '${field.example}' })${orElse(field, '', '.optional()')}`
  },
  output: (field) =>
    multiline ? `z.string().meta({ example: '${field.example}' })` : `nameSchema('${field.example}')`,
  json: (_, value) => value,
  form: () => ({ type: multiline ? 'multiline' : 'text' }),
  typed: (_, value) => value,
  shown: (field, value, absent) => orElse(field, value, `${value} || ${absent}`),
  blank: (field, value) => orElse(field, 'null', `${value} ? null : ''`),
  example: (field) => `'${field.example}'`,
  empty: () => "''",
  wrong: () => ["'a\\u0000b'", '{ not: 1 }'],
})

const ofNumber = {
  typed: (field, value) => orElse(field, `String(${value})`, `${value}?.toString() ?? ''`),
  blank: () => 'null',
  empty: () => 'null',
  align: 'end',
}

export const fieldTypes = {
  string: ofText(false),
  text: ofText(true),
  integer: {
    ...ofNumber,
    sql: (field) => `integer${orElse(field, ' not null', '')}`,
    prisma: (field) => [orElse(field, 'Int', 'Int?')],
    typescript: (field) => nullable(field, 'number'),
    input: (field) => `integerSchema${orMissing(field)}`,
    output: (field) => `integerSchema${orNull(field)}`,
    json: (_, value) => value,
    form: () => ({ type: 'integer' }),
    shown: (field, value, absent) => orAbsent(field, value, `String(${value})`, absent),
    example: () => '3',
    fill: '3',
    wrong: () => ['1.5', "'3'", '2147483648'],
  },
  decimal: {
    ...ofNumber,
    sql: (field) => `numeric(12, 2)${orElse(field, ' not null', '')}`,
    prisma: (field) => [orElse(field, 'Decimal', 'Decimal?'), '@db.Decimal(12, 2)'],
    typescript: (field) => nullable(field, 'string'),
    input: (field) => `decimalSchema${orMissing(field)}`,
    output: (field) => `decimalSchema${orNull(field)}`,
    read: (field, value) => orElse(field, `${value}.toFixed(2)`, `${value}?.toFixed(2) ?? null`),
    readType: (field) => nullable(field, 'Decimal'),
    json: (_, value) => value,
    form: () => ({ type: 'decimal' }),
    typed: (field, value) => orElse(field, value, `${value} ?? ''`),
    shown: (field, value, absent) => orElse(field, value, absent === 'null' ? value : `${value} ?? ${absent}`),
    example: () => "'12.50'",
    fill: '12.50',
    wrong: () => ['12.5', "'12,50'", "'1.234'"],
  },
  boolean: {
    sql: () => 'boolean not null default false',
    prisma: () => ['Boolean', '@default(false)'],
    typescript: () => 'boolean',
    input: () => "z.boolean('Use true or false.').optional()",
    output: () => 'z.boolean()',
    json: (_, value) => value,
    form: () => ({ type: 'checkbox' }),
    typed: (_, value) => `${value} ? 'Yes' : ''`,
    shown: (_, value) => `${value} ? 'Yes' : 'No'`,
    blank: (_, value) => `${value} ? null : false`,
    example: () => 'true',
    empty: () => 'false',
    wrong: () => ["'yes'"],
  },
  date: {
    sql: (field) => `date${orElse(field, ' not null', '')}`,
    prisma: (field) => [orElse(field, 'DateTime', 'DateTime?'), '@db.Date'],
    typescript: (field) => nullable(field, 'string'),
    input: (field) => `dateSchema${orMissing(field)}`,
    output: (field) => `dateSchema${orNull(field)}`,
    read: (field, value) => orElse(field, `toDay(${value})`, `${value} && toDay(${value})`),
    readType: (field) => nullable(field, 'Date'),
    json: (_, value) => value,
    form: () => ({ type: 'date' }),
    typed: (field, value) => orElse(field, value, `${value} ?? ''`),
    shown: (field, value, absent) => orAbsent(field, value, `dayText(${value})`, absent),
    blank: () => 'null',
    example: () => "'2026-01-31'",
    empty: () => 'null',
    fill: '2026-01-31',
    wrong: () => ["'2026-02-30'", "'31.1.2026'"],
    align: 'end',
  },
  enum: {
    sql: (field) => `${field.sqlType}${orElse(field, ' not null', '')}`,
    prisma: (field) => [orElse(field, field.enumName, `${field.enumName}?`)],
    typescript: (field) => nullable(field, `keyof typeof ${field.camel}Labels`),
    input: (field) => `${field.camel}Choice${orMissing(field)}`,
    output: (field) => `${field.camel}Choice${orNull(field)}`,
    json: (_, value) => value,
    form: (field) => ({ type: 'select', optionsOf: `${field.camel}Labels` }),
    typed: (field, value) => orElse(field, value, `${value} ?? ''`),
    shown: (field, value, absent) => orAbsent(field, value, `${field.camel}Labels[${value}]`, absent),
    blank: () => 'null',
    example: (field) => `'${field.choices[0]}'`,
    empty: () => 'null',
    wrong: () => ["'no such choice'"],
  },
}
