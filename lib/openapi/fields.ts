// Schemas as rows of the reference page: name, type and constraints.
import { resolve, type Schema, type Schemas } from './examples'

export type Field = { name: string; type: string; required: boolean; description?: string; constraints: string[] }

/** The fields of an object, with nested ones under a dotted name; one list for each alternative. */
export function fieldsOf(unresolved: Schema, schemas: Schemas): Field[][] {
  const schema = resolve(unresolved, schemas)
  return (schema.anyOf ?? schema.oneOf ?? [schema]).map((one) => rows(resolve(one, schemas), schemas, ''))
}

function rows(schema: Schema, schemas: Schemas, prefix: string): Field[] {
  const required = schema.required ?? []
  return Object.entries(schema.properties ?? {}).flatMap(([key, part]) => {
    const name = prefix + key
    const { inner, nullable } = unwrap(resolve(part, schemas), schemas)
    const [nested, separator] = inner.items ? [resolve(inner.items, schemas), '[].'] : [inner, '.']
    const field = toField({
      name,
      required: required.includes(key),
      schema: inner,
      description: part.description,
      schemas,
    })
    if (nullable) field.type += ' or null'
    return [field, ...(nested.properties ? rows(nested, schemas, `${name}${separator}`) : [])]
  })
}

// `T or null`, however it is spelled.
function unwrap(schema: Schema, schemas: Schemas): { inner: Schema; nullable: boolean } {
  const some = (schema.anyOf ?? []).filter(({ type }) => type !== 'null')
  if (schema.anyOf && some.length === 1 && some.length < schema.anyOf.length)
    return { inner: resolve(some[0]!, schemas), nullable: true }
  if (!Array.isArray(schema.type)) return { inner: schema, nullable: false }
  return { inner: { ...schema, type: schema.type.find((type) => type !== 'null')! }, nullable: true }
}

type Named = { name: string; required: boolean; schema: Schema; description: string | undefined; schemas: Schemas }

export function toField({ name, required, schema, description, schemas }: Named): Field {
  const words = description ?? schema.description
  return {
    name,
    required,
    type: typeOf(schema, schemas),
    ...(words && { description: words }),
    constraints: constraintsOf(schema),
  }
}

function typeOf(schema: Schema, schemas: Schemas): string {
  if (schema.type === 'array') return `array of ${typeOf(resolve(schema.items ?? {}, schemas), schemas)}s`
  if (schema.anyOf) return [...new Set(schema.anyOf.map((one) => typeOf(resolve(one, schemas), schemas)))].join(' or ')
  const names: Record<string, string> = { 'date-time': 'time', email: 'email' }
  return names[schema.format ?? ''] ?? String(schema.type ?? 'anything')
}

function constraintsOf(schema: Schema): string[] {
  const { enum: values, const: only, default: usual, pattern, format } = schema
  return [
    ...(values ? [values.length > 8 ? `one of ${values.length}` : values.join(', ')] : []),
    ...(only !== undefined ? [`always ${String(only)}`] : []),
    ...range(schema.minLength, schema.maxLength, 'characters'),
    ...range(schema.minItems, schema.maxItems, 'items'),
    ...range(schema.minimum, schema.maximum, ''),
    ...(pattern && format !== 'email' ? [`matches ${pattern}`] : []),
    ...(usual !== undefined ? [`default ${String(usual)}`] : []),
  ]
}

function range(low: number | undefined, high: number | undefined, unit: string): string[] {
  if (low === undefined && high === undefined) return []
  const words = low === undefined ? `up to ${high}` : high === undefined ? `${low} or more` : `${low} to ${high}`
  return [`${words} ${unit}`.trim()]
}
