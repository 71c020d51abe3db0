// The values of lib/<noun>/schema.ts: types, the schemas of the API, and the fields of the form.
import { quoted } from './text.mjs'

export function schemaValues({ names: { Noun }, fields }) {
  const converted = fields.filter((field) => field.is.read)
  const uses = (...types) => fields.some(({ type }) => types.includes(type))
  const imported = [
    ...['idSchema', 'nameSchema', 'personSchema', 'searchSchema', 'timeSchema'],
    ...fields.flatMap(
      (field) => field.is.input(field).match(/^(singleLine|multiLine|optionalLine|requiredText|\w+Schema)\b/) ?? [],
    ),
    ...(uses('date') ? ['toDay'] : []),
  ]
  const types = [...(uses('decimal') ? ['type Decimal'] : []), 'type FormField']
  return {
    schemaImports: [...[...new Set(imported)].sort((a, b) => a.localeCompare(b)), ...types].join(', '),
    fieldsSelected: fields.map(({ camel }) => `${camel}: true,`).join('\n'),
    fieldTypes: fields.map((field) => `${field.camel}: ${field.is.typescript(field)}`).join('\n'),
    converted: converted.length > 0,
    convertedNames: converted.map(({ camel }) => `'${camel}'`).join(' | '),
    convertedTypes: converted.map((field) => `${field.camel}: ${field.is.readType(field)}`).join('; '),
    convertedValues: converted
      .map((field) => `${field.camel}: ${field.is.read(field, `row.${field.camel}`)}`)
      .join(', '),
    fromRow: converted.length > 0 ? `to${Noun}(` : '',
    toNoun: converted.length > 0 ? `, to${Noun}` : '',
    endRow: converted.length > 0 ? ')' : '',
    choices: fields
      .filter(({ choices }) => choices)
      .map(choicesCode)
      .join('\n'),
    inputSchemas: fields.map((field) => `${field.name}: ${field.is.input(field)},`).join('\n'),
    formFields: fields.map(formField).join('\n'),
    jsonSchemas: fields.map((field) => `${field.name}: ${field.is.output(field)},`).join('\n'),
    jsonValues: fields.map((field) => `${field.name}: ${field.is.json(field, field.value)},`).join('\n'),
  }
}

const choicesCode = ({ camel, choices, choiceLabels }) =>
  `export const ${camel}Labels = { ${choices.map((choice, index) => `${choice}: '${choiceLabels[index]}'`).join(', ')} } as const
const ${camel}Choice = z.enum([${quoted(choices)}], 'Use ${choices.join(', ').replace(/, (?=[^,]*$)/, ' or ')}.').meta({ example: '${choices[0]}' })`

function formField(field) {
  const { type, optionsOf } = field.is.form(field)
  const isNull = field.optional && field.is.empty() === 'null'
  const all = `Object.entries(${optionsOf})`
  const options = optionsOf && `options: ${isNull ? `[['', 'None'], ...${all}]` : all}`
  const hint = field.optional && type !== 'checkbox' && type !== 'select' ? ["hint: 'Optional.'"] : []
  const entries = [`name: '${field.name}'`, `label: '${field.label}'`, `type: '${type}'`, ...hint]
  return `{ ${[...entries, ...(isNull ? ['optional: true'] : []), ...(options ? [options] : [])].join(', ')} },`
}
