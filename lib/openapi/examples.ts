// Builds an example of every body and answer from the examples of its parts, so that none has to be maintained.

export type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  examples?: unknown[]
  default?: unknown
  const?: unknown
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  pattern?: string
}

export type Schemas = Record<string, Schema>

type Media = { schema?: unknown; example?: unknown; examples?: unknown }
type Described = {
  requestBody?: { content: Record<string, Media> }
  responses?: Record<string, { content?: Record<string, Media> }>
}

/** In: the document without examples. Out: the same with an example for every body and answer. */
export function addExamples<Document extends object>(document: Document): Document {
  const { paths, components } = document as unknown as {
    paths: Record<string, Record<string, Described>>
    components?: { schemas?: Schemas }
  }
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item))) {
    const contents = [operation.requestBody?.content, ...Object.values(operation.responses ?? {}).map((r) => r.content)]
    for (const media of contents.flatMap((content) => Object.values(content ?? {})))
      if (media.schema && !media.examples) media.example = exampleOf(media.schema as Schema, components?.schemas ?? {})
  }
  return document
}

export const resolve = (schema: Schema, schemas: Schemas): Schema =>
  schema.$ref ? ({ ...schemas[schema.$ref.split('/').at(-1)!], ...schema, $ref: undefined } as Schema) : schema

/** The first available of: an example, a constant, a default, the first alternative, an example of its parts. */
function exampleOf(unresolved: Schema, schemas: Schemas): unknown {
  const schema = resolve(unresolved, schemas)
  if (schema.examples) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first) return exampleOf(first, schemas)
  return exampleOfType(schema, schemas)
}

function exampleOfType(schema: Schema, schemas: Schemas): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'array') return [exampleOf(schema.items ?? {}, schemas)]
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, part]) => [name, exampleOf(part, schemas)]),
    )
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  return type === 'null' ? null : 'text'
}
