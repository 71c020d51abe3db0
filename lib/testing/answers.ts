// Compares every answer in a test with the description of its operation, strictly: an undescribed field, code or body
// fails. So the API description cannot drift from the API.
import { expect } from 'vitest'
import type { z } from 'zod'
import { errorOf, type ErrorCode } from '@/lib/errors'
import type { DescribedOperation, Method, Route } from '@/lib/openapi/description'
import { commonErrors, errorsOf } from '@/lib/openapi/errors'
import { problemSchema } from '@/lib/openapi/responses'

type Answer = { status: number; type: string | null; body: unknown }

/** In: the route that answered, if it has a description. Fails the test if the answer does not match it. */
export function expectDescribed(
  route: Route | undefined,
  method: string,
  hasParameters: boolean,
  answer: Answer,
): void {
  const key = (method === 'HEAD' ? 'GET' : method) as Method
  const operation = route?.operations[key]
  if (!route || !operation?.summary) return
  const context = { access: route.access, method: key, hasParameters }
  if (answer.status >= 400) expectDescribedRefusal(operation, context, answer)
  else expectDescribedSuccess(operation, answer)
}

function expectDescribedSuccess(operation: DescribedOperation, { status, type, body }: Answer): void {
  const { summary, response, otherResponses = {}, responseType = 'application/json' } = operation
  const schemas: Record<number, z.ZodType> = { ...(response && { [operation.status]: response }), ...otherResponses }
  const described = response ? Object.keys(schemas).map(Number) : [operation.rawHandler?.emptyStatus ?? 204]
  expect(described, `"${summary}" does not describe the status ${status}`).toContain(status)
  if (!response) return expect(body, `"${summary}" answers a body that it does not describe`).toBeUndefined()
  expect(type, summary).toMatch(responseType)
  if (responseType === 'application/json') expectExactly(schemas[status]!, body, `the answer of "${summary}"`)
}

function expectDescribedRefusal(
  operation: DescribedOperation,
  context: Parameters<typeof errorsOf>[0],
  { status, type, body }: Answer,
): void {
  const { summary, rawHandler } = operation
  if (rawHandler?.refusal && !type?.startsWith('application/problem+json'))
    return expectExactly(rawHandler.refusal.schema, body, `the refusal of "${summary}"`)
  expectExactly(problemSchema, body, `the refusal of "${summary}"`)
  const { code } = body as { code: ErrorCode }
  expect(
    [...errorsOf(context, operation), ...commonErrors],
    `"${summary}" does not describe its code ${code}`,
  ).toContain(code)
  expect(status).toBe(errorOf(code).status)
}

// Parsing drops unknown fields, so a difference means an undescribed field.
function expectExactly(schema: z.ZodType, value: unknown, name: string): void {
  const result = schema.safeParse(value)
  expect(result.success ? [] : result.error.issues, `${name} is not as described`).toEqual([])
  expect(result.data, `${name} has fields that are not described`).toEqual(value)
}
