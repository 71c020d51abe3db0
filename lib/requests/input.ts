// Reads the client's input within limits: 64 KiB of well-formed UTF-8 JSON, and query parameters that occur once.
import { z } from 'zod'
import { AppError, fieldError, type FieldError } from '@/lib/errors'

const maxBodyBytes = 64 * 1024

/**
 * Reads and parses the body; an absent one counts as {}. Throws unsupported_media_type, body_too_large,
 * invalid_request, validation_failed.
 */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const type = request.headers.get('content-type')
  const bytes = await readBytes(request)
  if (bytes.length === 0 && type === null) return parse(schema, {})
  return parseJson(request, bytes, schema)
}

function parseJson<T>(request: Request, bytes: Uint8Array, schema: z.ZodType<T>): T {
  // Another site's form can post text/plain without a preflight, but not application/json.
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type)) throw new AppError('unsupported_media_type')
  return parse(schema, decodeJson(bytes))
}

/**
 * For an operation that takes no body: an empty one passes, and an object without fields. Throws as `readJson` does; it
 * is limited before it is refused.
 */
export async function refuseBody(request: Request): Promise<void> {
  const bytes = await readBytes(request)
  if (bytes.length > 0) parseJson(request, bytes, z.strictObject({}))
}

/** Throws invalid_request for anything but JSON in well-formed UTF-8. */
export function decodeJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw new AppError('invalid_request', { detail: 'The body is not valid JSON in UTF-8.', cause })
  }
}

/** The whole body. Throws body_too_large as soon as it exceeds `max`, invalid_request for one that its client breaks off. */
export async function readBytes(request: Request, max: number = maxBodyBytes): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > max) throw tooLarge(max)
  const chunks: Uint8Array[] = []
  let size = 0
  if (!request.body) return new Uint8Array()
  const reader = request.body.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length
      if (size > max) break
      chunks.push(next.value)
    }
  } catch (cause) {
    // The client has left, so nobody reads the answer; as a mistake of ours it would be reported.
    throw new AppError('invalid_request', { detail: 'The body broke off.', cause })
  }
  // The rest is not canceled, which would destroy the request: the server in front reads it (scripts/server/front.mjs), because
  // the connection carries other requests, too.
  if (size > max) throw tooLarge(max)
  return Buffer.concat(chunks)
}

const tooLarge = (max: number) =>
  new AppError('body_too_large', max === maxBodyBytes ? {} : { detail: `The body is larger than ${max >> 10} KiB.` })

const maxQueryParameters = 50

/**
 * Parses the query. A repeated parameter becomes an array, which fails a schema of a single value. Throws
 * validation_failed, also for more than 50 parameters.
 */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  const pairs = [...new URL(request.url).searchParams]
  if (pairs.length > maxQueryParameters) throw fieldError('query', `Send at most ${maxQueryParameters} parameters.`)
  const values = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of pairs) {
    const known = values[name]
    values[name] = known === undefined ? value : [known, value].flat()
  }
  return parse(schema, values)
}

/** In: a schema and anything. Out: the parsed value. Throws validation_failed with every issue. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  // With the input, to tell a missing value from one of the wrong type.
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw new AppError('validation_failed', { errors: result.error.issues.flatMap(toFieldErrors) })
}

/** JSON in a field of a form. */
export const jsonTextSchema = z
  .string()
  .max(32_768)
  .transform((text, check): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      check.addIssue({ code: 'custom', message: 'This is not valid JSON.' })
      return z.NEVER
    }
  })

const typeNames: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'This field is unknown.' }))
  return [{ path: path.join('.'), message: issue.code === 'invalid_type' ? wrongType(issue) : issue.message }]
}

// A schema's own message stays.
function wrongType({ input, expected, message }: z.core.$ZodIssueInvalidType): string {
  if (!message.startsWith('Invalid input')) return message
  if (input === undefined) return 'This is required.'
  const type = typeNames[expected]
  return type ? `This must be ${type}.` : message
}
