// Responses in OpenAPI: successes by status, errors by status with their codes.
import { z } from 'zod'
import type { ZodOpenApiResponsesObject } from 'zod-openapi'
import { errorOf, type ErrorCode } from '@/lib/errors'
import type { Access, DescribedOperation, Method } from './description'
import { errorsOf } from './errors'

const phrases: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'Done, nothing to say',
  207: 'A result for each',
}

/** The successful responses of an operation, by status. */
export function successResponses(operation: DescribedOperation): ZodOpenApiResponsesObject {
  const { response, status, otherResponses = {}, responseType = 'application/json' } = operation
  const all = response
    ? { [status]: response, ...otherResponses }
    : { [operation.rawHandler?.emptyStatus ?? 204]: undefined }
  return Object.fromEntries(
    Object.entries(all).map(([key, schema]) => [
      key,
      { description: phrases[Number(key)] ?? 'Done', ...(schema && { content: { [responseType]: { schema } } }) },
    ]),
  )
}

export const problemSchema = z
  .object({
    type: z.string().meta({ example: 'urn:problem:not_found' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'For people. May change.' }),
    code: z.string().meta({ description: 'For programs. Stable.' }),
    instance: z.string().optional().meta({ description: 'Names this one answer in the log.' }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'For 422: every wrong field.' }),
  })
  .meta({ id: 'Problem', description: 'A refusal (RFC 9457).' })

type OperationContext = { access: Access; method: Method; hasParameters: boolean }

/** The error responses of an operation, by status. */
export function refusalResponses(context: OperationContext, operation: DescribedOperation): ZodOpenApiResponsesObject {
  const refusal = operation.rawHandler?.refusal
  const described = Object.entries(refusal?.statuses ?? {}).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: refusal!.schema } } },
  ])
  const codes = errorsOf(context, operation)
  const statuses = [...new Set(codes.map((code) => errorOf(code).status))]
  const problems = statuses.map((status) => [
    status,
    problemResponse(
      status,
      codes.filter((code) => errorOf(code).status === status),
    ),
  ])
  return Object.fromEntries([...problems, ...described])
}

function problemResponse(status: number, codes: ErrorCode[]) {
  const examples = codes.map((code) => [code, { value: problemExample(status, code) }])
  return {
    description: codes.map((code) => `${code}: ${errorOf(code).sentence}`).join('\n'),
    ...(status === 401 && { headers: { 'WWW-Authenticate': { schema: { type: 'string' as const } } } }),
    ...((status === 429 || status === 503) && {
      headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' as const } } },
    }),
    content: { 'application/problem+json': { schema: problemSchema, examples: Object.fromEntries(examples) } },
  }
}

function problemExample(status: number, code: ErrorCode) {
  const { sentence } = errorOf(code)
  const errors = [{ path: 'name', message: 'This is required.' }]
  return {
    type: `urn:problem:${code}`,
    title: sentence,
    status,
    detail: sentence,
    code,
    ...(code === 'validation_failed' && { errors }),
  }
}
