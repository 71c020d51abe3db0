// Codes of an authenticator app (RFC 6238): six digits, thirty seconds, one step of clock drift to either side. The secret
// is encrypted at rest. A code works once: its time step is stored, and no step at or before it is taken again.
import { Secret, TOTP } from 'otpauth'
import { product } from '@/lib/config'
import type { IdentityDb } from '@/lib/db/with-identity'
import { log } from '@/lib/log'
import { seal, unseal } from '@/lib/sealing'

const periodSeconds = 30
const settings = { algorithm: 'SHA1', digits: 6, period: periodSeconds } as const
const driftSteps = 1
const purpose = 'totp secret'

/** What an app needs to make codes: the secret in base32, and the same with the account as the text of a QR code. */
export type TotpKey = { secret: string; uri: string }

const toKey = (secret: string, email: string): TotpKey => ({
  secret,
  uri: new TOTP({ ...settings, issuer: product.name, label: email, secret }).toString(),
})

/** Stores a new secret that does not count yet. It replaces one that was never confirmed, and no other. */
export async function createTotpSecret(db: IdentityDb, userId: string): Promise<void> {
  const encryptedSecret = seal(new Secret({ size: 20 }).base32, purpose, userId)
  await db.totpSecret.deleteMany({ where: { userId, confirmedAt: null } })
  await db.totpSecret.createMany({ data: [{ userId, encryptedSecret }], skipDuplicates: true })
}

/** The secret that waits to be confirmed, or null. */
export async function findUnconfirmedKey(db: IdentityDb, userId: string, email: string): Promise<TotpKey | null> {
  const row = await db.totpSecret.findFirst({ where: { userId, confirmedAt: null }, select: { encryptedSecret: true } })
  const secret = row && open(row.encryptedSecret, userId)
  return secret ? toKey(secret, email) : null
}

/** Whether the code is right for the secret that counts. It is used up then; of simultaneous calls one succeeds. */
export const takeTotpCode = (db: IdentityDb, userId: string, code: string): Promise<boolean> =>
  takeCode(db, userId, code, true)

/** The same for the secret that waits; from then on it counts. */
export const confirmTotpSecret = (db: IdentityDb, userId: string, code: string): Promise<boolean> =>
  takeCode(db, userId, code, false)

async function takeCode(db: IdentityDb, userId: string, code: string, isConfirmed: boolean): Promise<boolean> {
  const where = { userId, confirmedAt: isConfirmed ? { not: null } : null }
  const row = await db.totpSecret.findFirst({ where, select: { encryptedSecret: true } })
  const secret = row && open(row.encryptedSecret, userId)
  const step = secret ? stepOf(secret, code) : null
  if (step === null) return false
  const { count } = await db.totpSecret.updateMany({
    where: { ...where, encryptedSecret: row!.encryptedSecret, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
    data: { lastStep: step, ...(!isConfirmed && { confirmedAt: new Date() }) },
  })
  return count === 1
}

function stepOf(secret: string, code: string): number | null {
  const timestamp = Date.now()
  const delta = new TOTP({ ...settings, secret }).validate({ token: code, timestamp, window: driftSteps })
  return delta === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + delta
}

// After a change of AUTH_SECRET no app's code is right any more; recovery codes neither. An operator resets the factor.
function open(encryptedSecret: string, userId: string): string | null {
  try {
    return unseal(encryptedSecret, purpose, userId)
  } catch {
    log.error({ user_id: userId }, 'a secret of an authenticator app does not open: was AUTH_SECRET changed?')
    return null
  }
}
