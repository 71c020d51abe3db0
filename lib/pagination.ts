// Cursor pagination. A cursor is signed and bound to its organization and list, so that another list's cursor is
// refused.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { keyFor } from '@/lib/sealing'
import { fieldError } from '@/lib/errors'

const signatureLength = 16

export const limitSchema = z
  .string()
  .regex(/^\d{1,3}$/, 'Use a whole number from 1 to 100.')
  .transform(Number)
  .pipe(z.number().min(1, 'Use a whole number from 1 to 100.').max(100, 'Use a whole number from 1 to 100.'))
  .default(20)
  .meta({
    description: 'How many at most.',
    override: { type: 'integer', minimum: 1, maximum: 100, pattern: undefined, default: 20 },
  })

export const cursorSchema = z.string().max(512).optional().meta({ description: 'The next_cursor of the page before.' })

export type Page<T> = { data: T[]; nextCursor: string | null }

/**
 * In: rows, one more than `limit` if there are more. Out: the page, and the cursor after its last row if there are
 * more.
 */
export function toPage<T>(rows: T[], limit: number, scope: string, positionOf: (row: T) => string[]): Page<T> {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, nextCursor: rows.length > limit && last ? sealCursor(positionOf(last), scope) : null }
}

/**
 * In: a cursor and its expected scope. Out: its position, or null without a cursor. Throws validation_failed for an
 * invalid one.
 */
export function readCursor(cursor: string | undefined, scope: string, parts: number): string[] | null {
  if (cursor === undefined) return null
  const bytes = Buffer.from(cursor, 'base64url')
  const [signature, body] = [bytes.subarray(0, signatureLength), bytes.subarray(signatureLength)]
  if (signature.length !== signatureLength || !timingSafeEqual(signature, sign(body, scope)))
    throw fieldError('cursor', 'Use next_cursor of the previous page as it came.')
  const position = JSON.parse(body.toString('utf8')) as string[]
  if (position.length !== parts) throw fieldError('cursor', 'Use next_cursor of the previous page as it came.')
  return position
}

/** In: the position of a row, and the scope of its list. Out: a signed cursor. */
export function sealCursor(position: string[], scope: string): string {
  const body = Buffer.from(JSON.stringify(position))
  return Buffer.concat([sign(body, scope), body]).toString('base64url')
}

const sign = (body: Buffer, scope: string): Buffer =>
  createHmac('sha256', keyFor('cursor-signing')).update(`${scope}\n`).update(body).digest().subarray(0, signatureLength)
