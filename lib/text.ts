// What a person may type. Postgres cannot hold NUL and would merge lone surrogates, so both are refused at the door.
import { z } from 'zod'

const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

const clean = (value: string) => value.isWellFormed() && !controlCharacters.test(value)

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

/** What was searched for, as LIKE takes it literally: Prisma's `contains` leaves % and _ as wildcards. */
export const literalLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
