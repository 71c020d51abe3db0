// Builds the OpenAPI 3.1 document from the routes: the schemas that validate also describe.
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { z } from 'zod'
import { product } from '@/lib/config'
import type { Access, DescribedOperation, Method, Proof, Route } from './description'
import { addExamples } from './examples'
import { refusalResponses, successResponses } from './responses'
import { byTag, describeTag, tagOf } from './tags'

/** A route and its path: /api/v1/projects/[id]. */
export type PlacedRoute = { path: string; route: Route }

type Settings = { url: string; cookieName: string }

/** In: every public route, the server's URL and the cookie's name. Out: the document. */
export function buildDocument(routes: PlacedRoute[], { url, cookieName }: Settings) {
  const operations = routes.flatMap(toOperations).sort(inReadingOrder)
  const paths: ZodOpenApiPathsObject = {}
  for (const { path, method, described } of operations)
    paths[path] = { ...paths[path], [method.toLowerCase()]: described }
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: `${product.name} API`,
        version: '1',
        description: product.description,
      },
      servers: [{ url }],
      tags: tags.map(describeTag),
      paths,
      components: { securitySchemes: securitySchemes(operations, cookieName) },
    },
    { override: ({ jsonSchema, io }) => simplify(jsonSchema, io) },
  )
  return addExamples(document)
}

export type ApiDocument = ReturnType<typeof buildDocument>

function toOperations({ path, route: { access, operations } }: PlacedRoute) {
  const names = [...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name!)
  return Object.entries(operations).map(([key, operation]) => {
    const method = key as Method
    const tag = operation.tag ?? tagOf(path)
    const described = describe(operation, { access, method, names, tag })
    return { path: path.replaceAll(/\[(\w+)\]/g, '{$1}'), method, tag, described }
  })
}

type Placed = { tag: string; path: string; method: Method }

// By group; in a group collections before items, and reading before writing.
const inReadingOrder = (a: Placed, b: Placed): number =>
  byTag(a.tag, b.tag) ||
  (a.path < b.path ? -1 : a.path > b.path ? 1 : methods.indexOf(a.method) - methods.indexOf(b.method))

const methods: Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

type Place = { access: Access; method: Method; names: string[]; tag: string }

function describe(operation: DescribedOperation, { access, method, names, tag }: Place): ZodOpenApiOperationObject {
  const { summary = '', description, query, rawHandler } = operation
  const body = rawHandler?.body ?? operation.body
  const place = { access, method, hasParameters: names.length > 0 }
  return {
    operationId: operationIdOf(summary),
    summary,
    ...(description && { description }),
    tags: [tag],
    security: securityOf(access, operation),
    requestParams: {
      ...(names.length > 0 && { path: z.object(Object.fromEntries(names.map((name) => [name, pathParameter(name)]))) }),
      ...(query && { query: query as z.ZodObject }),
    },
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { [rawHandler?.bodyType ?? 'application/json']: { schema: body } },
      },
    }),
    responses: { ...successResponses(operation), ...refusalResponses(place, operation) },
  }
}

const pathParameter = (name: string) =>
  z.string().meta({ description: name === 'token' ? 'The secret of the mailed link.' : 'As the list answers it.' })

/** Create a role -> createRole */
export const operationIdOf = (summary: string): string =>
  summary
    .split(/[^\w]+/)
    .filter((word) => word && !/^(an?|the)$/i.test(word))
    .map((word, index) => (index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')

// OpenAPI 3.1 lets a security requirement list roles: here, the permission.
function securityOf(access: Access, { permission, rawHandler }: DescribedOperation): Record<string, string[]>[] {
  const proofs: Proof[] = rawHandler?.proofs ?? entrances[access]
  return proofs.map((proof) => ({
    [proof]: permission && permission !== 'any' && proof !== 'client' ? [permission] : [],
  }))
}

const entrances: Record<Access, Proof[]> = { public: [], user: ['session'], org: ['organizationToken', 'session'] }

function securitySchemes(operations: { described: ZodOpenApiOperationObject }[], cookieName: string) {
  const used = new Set(operations.flatMap(({ described }) => described.security!.flatMap(Object.keys)))
  const schemes = {
    organizationToken: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'An organization token. It is the scope: no call takes an organization id.',
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: cookieName,
      description: 'The signed-in browser, in its active organization. Changes only from the same origin.',
    },
    client: { type: 'http', scheme: 'basic', description: 'An API key: its id and its secret.' },
  } as const
  return Object.fromEntries(Object.entries(schemes).filter(([name]) => used.has(name)))
}

type Emitted = {
  format?: string
  pattern?: string
  additionalProperties?: unknown
  minimum?: number
  maximum?: number
  example?: unknown
  examples?: unknown[]
}

// Removes noise: zod's pattern of ISO times, the limits of JavaScript's integers, and additionalProperties: false in
// answers, which may get new fields. Also restores `examples`, which zod drops from transformed inputs.
function simplify(schema: Emitted, io: string): void {
  if (schema.format === 'date-time' || schema.pattern === undefined) delete schema.pattern
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (io === 'output') delete schema.additionalProperties
  if (schema.example === undefined) return
  schema.examples = [schema.example]
  delete schema.example
}
