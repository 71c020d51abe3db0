// Codes for a person who has lost their device: ten, shown once, each works once. They have 50 random bits; the stored HMAC
// takes AUTH_SECRET, so that a copy of the database is not enough to guess them.
import { createHmac, randomBytes } from 'node:crypto'
import type { IdentityDb } from '@/lib/db/with-identity'
import { keyFor } from '@/lib/sealing'

const recoveryCodeCount = 10
const half = 5
// Crockford's base32: no i, l, o and u.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

function newCode(): string {
  const characters = [...randomBytes(2 * half)].map((byte) => alphabet[byte & 31]).join('')
  return `${characters.slice(0, half)}-${characters.slice(half)}`
}

/** In: as typed. Letters that look like digits are read as digits. */
const normalize = (typed: string): string =>
  typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1')

const hashOf = (userId: string, code: string): string =>
  createHmac('sha256', keyFor('recovery codes'))
    .update(`${userId} ${normalize(code)}`)
    .digest('base64url')

/** Out: the new codes, to show once. Earlier ones stop working. */
export async function replaceRecoveryCodes(db: IdentityDb, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newCode)
  await deleteRecoveryCodes(db, userId)
  await db.recoveryCode.createMany({ data: codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })) })
  return codes
}

/** Whether the code was one of the person's. It is used up then; of simultaneous calls one succeeds. */
export async function takeRecoveryCode(db: IdentityDb, userId: string, code: string): Promise<boolean> {
  const { count } = await db.recoveryCode.deleteMany({ where: { userId, codeHash: hashOf(userId, code) } })
  return count === 1
}

export const countRecoveryCodes = (db: IdentityDb, userId: string): Promise<number> =>
  db.recoveryCode.count({ where: { userId } })

export const deleteRecoveryCodes = async (db: IdentityDb, userId: string): Promise<void> =>
  void (await db.recoveryCode.deleteMany({ where: { userId } }))
