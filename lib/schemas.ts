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
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
/** True for well-formed text without control and direction-changing characters. */
export const clean = (value: string) => value.isWellFormed() && !controlCharacters.test(value)

// The invisible characters that spelling needs: joiners in emoji and between letters of scripts that are written with
// them, the selectors after an emoji, a keycap's digit or a Han character, the tags of a flag.
const joined = 'Arabic Syriac Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer'
const joinedLetter = `[${joined.replace(/\w+/g, '\\p{Script=$&}').replaceAll(' ', '')}\\p{M}]`
const spelledInvisibly = new RegExp(
  [
    `(?<=${joinedLetter})[\\u200c\\u200d](?=${joinedLetter})`,
    `(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})`,
    `(?<=\\p{Extended_Pictographic})\\ufe0f`,
    `(?<=[0-9#*])\\ufe0f(?=\\u20e3)`,
    `(?<=\\p{Script=Han})[\\u{e0100}-\\u{e01ef}]`,
    `(?<=\\u{1f3f4})[\\u{e0020}-\\u{e007f}]+`,
  ].join('|'),
  'gu',
)

/** True for text in which every character can be seen, or changes how its neighbours are written. */
const isVisible = (value: string): boolean =>
  !/\p{Default_Ignorable_Code_Point}/u.test(value.replace(spelledInvisibly, ''))

/**
 * One line of text, trimmed and NFC: 1 to `max` characters, no control, direction-changing or other invisible
 * characters.
 */
export const singleLine = (max: number) =>
  z
    .string()
    .max(max * 4, `Use at most ${max} characters.`)
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => clean(value) && isVisible(value) && !/[\t\r\n]/.test(value), 'Use plain text on one line.')
    .pipe(z.string().min(1, 'This cannot be empty.').max(max, `Use at most ${max} characters.`))
    .meta({ minLength: 1, maxLength: max })

/** What a search looks for: a single line of up to `max` characters. An empty one means that nothing is searched. */
export const searchSchema = (max: number) =>
  z
    .string()
    .transform((value) => value.trim() || undefined)
    .pipe(singleLine(max).optional())
    .optional()
    .meta({ maxLength: max })

/** Several lines of text, trimmed and NFC: up to `max` characters, may be empty. */
export const multiLine = (max: number) =>
  z
    .string()
    .max(max * 4, `Use at most ${max} characters.`)
    .transform((value) => value.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .refine(clean, 'Use plain text.')
    .pipe(z.string().max(max, `Use at most ${max} characters.`))
    .meta({ maxLength: max })

/** One line of text that may be empty. */
export const optionalLine = (max: number) =>
  multiLine(max).refine((value) => !/[\t\n]/.test(value), 'Use plain text on one line.')

/** Several lines of text that are not empty. */
export const requiredText = (max: number) => multiLine(max).refine((value) => value !== '', 'This cannot be empty.')

/** A whole number of 32 bits. */
export const integerSchema = z.int32('Use a whole number up to 2147483647.').meta({ example: 3 })

/** A number as text, because JSON's numbers are binary: up to ten digits, and always two after the point. */
export const decimalSchema = z
  .string()
  .regex(/^-?\d{1,10}(\.\d{1,2})?$/, 'Use a number such as 12.50.')
  .overwrite((text) => (text.includes('.') ? text.padEnd(text.indexOf('.') + 3, '0') : `${text}.00`))
  .meta({ example: '12.50' })

/** A decimal as the database answers it. */
export type Decimal = { toFixed(places: number): string }

/** A day without a time. Postgres has no year 0. */
export const dateSchema = z.iso
  .date('Use a date such as 2026-01-31.')
  .refine((day) => day >= '0001', 'Use a date such as 2026-01-31.')
  .meta({ example: '2026-01-31' })

/** In: a day as text, or its absence. Out: what the database takes for it. */
export const toDate = <T extends string | null | undefined>(day: T) =>
  (day == null ? day : new Date(day)) as T extends string ? Date : T

/** In: a day as the database answers it. Out: the day as text, 2026-01-31. */
export const toDay = (date: Date): string => date.toISOString().slice(0, 10)

/** A field of a record's form, in the order shown. An optional one that is empty is null, unless it is text. */
export type FormField = { name: string; label: string; hint?: string; optional?: boolean } & (
  | { type: 'text' | 'multiline' | 'integer' | 'decimal' | 'date' | 'checkbox' }
  | { type: 'select'; options: readonly (readonly [value: string, label: string])[] }
)

/** The schema of an API's body for a form: a form sends text only, and nothing for a box that is not checked. */
export const fromForm = <T extends z.ZodType>(schema: T, fields: readonly FormField[]) =>
  z.preprocess((typed) => {
    const values = typed as Record<string, string>
    return {
      ...values,
      ...Object.fromEntries(fields.map((field) => [field.name, fieldValue(field, values[field.name])])),
    }
  }, schema)

function fieldValue({ type, optional }: FormField, text: string | undefined): unknown {
  if (type === 'checkbox') return text !== undefined
  if (type === 'text' || type === 'multiline') return text
  if (text === undefined || text.trim() === '') return optional ? null : undefined
  return type === 'integer' && /^\s*-?\d+\s*$/.test(text) ? Number(text) : text.trim()
}
