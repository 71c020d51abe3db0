// The document for the reference page: groups of operations with their fields and examples.
import type { Permission } from '@/lib/permissions/catalogue'
import { type RoleKey, builtInRoles } from '@/lib/permissions/roles'
import { curlOf } from './curl'
import type { Method, Proof } from './description'
import type { ApiDocument } from './document'
import type { Schema, Schemas } from './examples'
import { fieldsOf, toField, type Field } from './fields'

export type ReferenceOperation = {
  id: string
  method: Method
  path: string
  summary: string
  description?: string
  proofs: Proof[]
  permission: Permission | null
  /** The built-in roles with the permission. */
  roles: RoleKey[]
  parameters: Record<'path' | 'query', Field[]>
  /** Several if the body is one of several. */
  bodies: Field[][]
  bodyType: string | null
  answers: { status: string; words: string; fields: Field[]; example: string | null }[]
  refusals: { status: string; code: string; sentence: string }[]
  curl: string
}

export type ReferenceGroup = { id: string; name: string; description: string; operations: ReferenceOperation[] }

type Media = { schema?: Schema; example?: unknown; examples?: Record<string, { value: { detail: string } }> }
type Content = Record<string, Media>
type Operation = {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  security: Record<string, string[]>[]
  parameters?: { in: 'path' | 'query'; name: string; required?: boolean; description?: string; schema: Schema }[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}

type Surroundings = { url: string; cookieName: string; schemas: Schemas }

/** In: the document. Out: the groups of the page, in the document's order. */
export function toReference(document: ApiDocument): ReferenceGroup[] {
  const { schemas = {}, securitySchemes } = document.components as {
    schemas?: Schemas
    securitySchemes: { session?: { name: string } }
  }
  const surroundings = { url: document.servers![0]!.url, cookieName: securitySchemes.session?.name ?? '', schemas }
  const all = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      tag: operation.tags[0],
      shown: toOperation(path, method.toUpperCase() as Method, operation, surroundings),
    })),
  )
  return document.tags!.map(({ name, description = '' }) => ({
    id: name.toLowerCase().replaceAll(' ', '-'),
    name,
    description,
    operations: all.filter(({ tag }) => tag === name).map(({ shown }) => shown),
  }))
}

function toOperation(path: string, method: Method, operation: Operation, around: Surroundings): ReferenceOperation {
  const proofs = operation.security.flatMap((requirement) => Object.keys(requirement)) as Proof[]
  const permission = (Object.values(operation.security[0] ?? {})[0]?.[0] as Permission | undefined) ?? null
  const [bodyType, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const example = body && bodyType ? { type: bodyType, example: body.example } : undefined
  const description = operation.description
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    ...(description && { description }),
    proofs,
    permission,
    roles: (Object.keys(builtInRoles) as RoleKey[]).filter(
      (role) => permission && (builtInRoles[role] as readonly Permission[]).includes(permission),
    ),
    parameters: { path: parametersIn('path', operation, around), query: parametersIn('query', operation, around) },
    bodies: body?.schema ? fieldsOf(body.schema, around.schemas) : [],
    bodyType: bodyType ?? null,
    answers: answersOf(operation, around),
    refusals: refusalsOf(operation),
    curl: curlOf({ ...around, method, path, proofs, body: example }),
  }
}

const parametersIn = (place: 'path' | 'query', { parameters = [] }: Operation, { schemas }: Surroundings): Field[] =>
  parameters
    .filter((parameter) => parameter.in === place)
    .map(({ name, required = false, description, schema }) => toField({ name, required, schema, description, schemas }))

const answersOf = ({ responses }: Operation, { schemas }: Surroundings) =>
  Object.entries(responses)
    .filter(([status]) => Number(status) < 300)
    .map(([status, { description, content }]) => {
      const media = Object.values(content ?? {})[0]
      const fields = media?.schema ? fieldsOf(media.schema, schemas)[0]! : []
      const example = media
        ? typeof media.example === 'string'
          ? media.example
          : JSON.stringify(media.example, null, 2)
        : null
      return { status, words: description, fields, example }
    })

const refusalsOf = ({ responses }: Operation) =>
  Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, { description, content }]) => {
      const problems = Object.entries(content?.['application/problem+json']?.examples ?? {})
      if (problems.length === 0) return [{ status, code: description, sentence: '' }]
      return problems.map(([code, { value }]) => ({ status, code, sentence: value.detail }))
    })
