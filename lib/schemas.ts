// Common schemas of answers: ids, times, pages. The schema of a noun's JSON is beside the function that builds it: it
// types that function, describes the API, and tests compare every answer with it.
import { z } from 'zod'
import { permissions } from '@/lib/permissions/catalogue'

/** In: the prefix of the ids, such as `user`. */
export const idSchema = (kind: string) =>
  z.string().meta({ description: `An id: begins with ${kind}_.`, examples: [`${kind}_01k9w3m7xre5zt2n8d4qhvbcya`] })

export const timeSchema = z.iso.datetime().meta({ description: 'ISO 8601, UTC.', example: '2026-11-23T09:30:00.000Z' })

export const nameSchema = (example: string) => z.string().meta({ examples: [example] })

export const emailSchema = z.string().meta({ format: 'email', example: 'jane@example.com' })

/** A role's key: built-in or custom. */
export const roleJsonSchema = z.string().meta({ description: 'The key of a role.', example: 'member' })

export const permissionSchema = z.enum(permissions).meta({ id: 'Permission', description: 'One of the catalogue.' })

export const personSchema = z.object({ user_id: idSchema('user'), name: nameSchema('Jane Doe') })

/** One page of a list. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().meta({
      description: 'Send it as cursor to get the next page; null on the last.',
      example: null,
    }),
  })
export const controlCharacters =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
/** True for well-formed text without control and direction-changing characters. */
export const clean = (value: string) => value.isWellFormed() && !controlCharacters.test(value)

/** One line of text, trimmed and NFC: 1 to `max` characters, no control or direction-changing characters. */
export const singleLine = (max: number) =>
  z
    .string()
    .max(max * 4, `Use at most ${max} characters.`)
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => clean(value) && !/[\t\r\n]/.test(value), 'Use plain text on one line.')
    .pipe(z.string().min(1, 'This cannot be empty.').max(max, `Use at most ${max} characters.`))
    .meta({ minLength: 1, maxLength: max })

/** Several lines of text, trimmed and NFC: up to `max` characters, may be empty. */
export const multiLine = (max: number) =>
  z
    .string()
    .max(max * 4, `Use at most ${max} characters.`)
    .transform((value) => value.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .refine(clean, 'Use plain text.')
    .pipe(z.string().max(max, `Use at most ${max} characters.`))
    .meta({ maxLength: max })

/** A field of a record's form, in the order shown. */
export type FormField = { name: string; label: string; hint?: string } & (
  | { type: 'text' | 'multiline' | 'integer' | 'decimal' | 'date' }
  | { type: 'select'; options: readonly (readonly [value: string, label: string])[] }
)
