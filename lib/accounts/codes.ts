// Mailed codes of six digits. A code is typed in the browser that asked for it, which has a sealed cookie: a link scanner,
// another device or a person who reads along cannot use it up.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { keyFor } from '@/lib/sealing'
import { readDevice } from '@/lib/auth/device-cookie'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError, fieldError } from '@/lib/errors'
import { consume, counting, refund, type Counted } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'

export const codeMinutes = 10
const maxAttempts = 5

/** What the browser that asked for a code keeps. `link`: the secret of the link that the same mail has, of a sign-up. */
export type CodeRequest = { id: string; email: string; link?: string }

/** Six digits, uniformly random. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** Out: the id for the cookie. `userId`: null for a code that nothing fits. */
export async function createCode(db: IdentityDb, userId: string | null, code: string): Promise<string> {
  const expiresAt = new Date(Date.now() + codeMinutes * 60 * 1000)
  const data = { userId, codeHash: hashCode(userId, code), expiresAt }
  return (await db.signInCode.create({ data, select: { id: true } })).id
}

/**
 * Uses up the code. Out: the person's id. Throws validation_failed for a wrong code, code_expired for one that is old, used
 * or was tried too often, rate_limited.
 */
export async function useCode({ id, email }: CodeRequest, code: string, headers: Headers): Promise<string> {
  await consume('link_by_network', clientNetwork(headers))
  const row = await attempt(id)
  const counted: Counted[] = isKnownDevice(row.user_id, headers)
    ? [['code_failures_by_person', row.user_id!]]
    : [
        ['code_failures_in_total', 'all'],
        ['code_failures_by_address', email],
      ]
  await counting(counted, async () => {})
  if (!isSame(row.code_hash, hashCode(row.user_id, code)) || !row.user_id)
    throw fieldError('code', 'This isn’t the code we sent. Check the newest email.')
  const { count } = await withIdentity((db) => db.signInCode.deleteMany({ where: { id } }))
  if (count === 0) throw new AppError('code_expired')
  await Promise.all(counted.map((each) => refund(...each)))
  return row.user_id
}

type CodeRow = { user_id: string | null; code_hash: string }

// Counts before it compares, so that parallel tries cannot exceed the limit.
async function attempt(id: string): Promise<CodeRow> {
  const [row] = await withIdentity(
    (db) => db.$queryRaw<CodeRow[]>`
      update sign_in_codes set attempts = attempts + 1
        where id = ${id} and expires_at > now() and attempts < ${maxAttempts} returning user_id, code_hash`,
  )
  if (!row) throw new AppError('code_expired')
  return row
}

const isKnownDevice = (userId: string | null, headers: Headers): boolean =>
  userId !== null && readDevice(headers)?.userId === userId

const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one), Buffer.from(other))

// Keyed, because six digits are guessed at once by a person who reads the table.
const hashCode = (userId: string | null, code: string): string =>
  createHmac('sha256', keyFor('sign-in code')).update(`${userId} ${code}`).digest('base64url')
