// The fields of a resource, as the command line declares them: title:string amount:decimal? status:enum(draft,sent).
import { Problem } from '../progress.mjs'
import { reservedFields } from './reserved-words.mjs'
import { camel, label, pascal } from './names.mjs'

const types = ['string', 'text', 'integer', 'decimal', 'boolean', 'date', 'enum']

/** In: declarations. Out: the fields, and the one that is the title of a record. Throws a Problem for an invalid one. */
export function fieldsOf(declarations, { archive = false } = {}) {
  const fields = declarations.map(parse)
  const names = fields.map(({ name }) => name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated) throw new Problem(`The field ${repeated} is declared twice.`)
  if (archive && names.includes('status'))
    throw new Problem('With --archive the status is active or archived: give the field status another name.')
  const title = fields.find(({ type, optional }) => type === 'string' && !optional)
  if (!title) throw new Problem('Declare a field such as title:string first: people know a record by it.')
  return { fields, title }
}

function parse(declaration) {
  const [, name, type, choices, question] = /^([^:]*):([a-z]+)(?:\(([^)]*)\))?(\?)?$/.exec(declaration) ?? []
  if (!name) throw new Problem(`${declaration} is not a field: write name:type, such as amount:decimal or note:text?.`)
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) || name.length > 40)
    throw new Problem(`The field ${name} is not a name: use small letters, such as unit_price.`)
  if (reservedFields.has(name))
    throw new Problem(
      `The field ${name} has a name that is taken or reserved: choose another, such as invoice_${name}.`,
    )
  if (!types.includes(type)) throw new Problem(`${type} is not a type: use ${types.join(', ')}.`)
  if (type === 'enum' && choices === undefined)
    throw new Problem(`${declaration}: an enum needs its choices, such as ${name}:enum(draft,sent).`)
  if (type !== 'enum' && choices !== undefined)
    throw new Problem(`${declaration}: only an enum has choices, such as ${name}:enum(draft,sent).`)
  return {
    name,
    type,
    optional: question === '?' || type === 'boolean',
    camel: camel(name),
    pascal: pascal(name),
    label: label(name),
    ...(choices !== undefined && choicesOf(declaration, choices)),
  }
}

function choicesOf(declaration, text) {
  const choices = text.split(',').map((choice) => choice.trim())
  if (choices.some((choice) => !/^[a-z][a-z0-9_]*$/.test(choice)) || new Set(choices).size < choices.length)
    throw new Problem(`${declaration}: the choices are different words in small letters, such as enum(draft,sent).`)
  return { choices, choiceLabels: choices.map(label) }
}
