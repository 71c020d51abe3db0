// Creates the next key, and revokes one in an emergency. Both are safe to call on several instances at once.
import { schedule } from '@/lib/jobs/schedule'
import { makeKey, readKeys, withKeysLocked } from './key-store'
import { isRotationDue, memoryMs, overlapMs, signerAt, stateOf, type KeyState } from './rotation'

export type ListedKey = { id: string; state: KeyState; createdAt: Date; activatesAt: Date; revokedAt: Date | null }

const checkEveryMs = 10 * 60_000

/** All keys with their state. */
export const listKeys = (): Promise<ListedKey[]> =>
  withKeysLocked(async (db, now) => {
    const keys = await readKeys(db)
    return keys.map(({ id, createdAt, activatesAt, revokedAt }, i) => {
      return { id, state: stateOf(keys[i]!, keys, now), createdAt, activatesAt, revokedAt }
    })
  })

/**
 * Publishes the next key, which signs once verifiers had time to fetch it. Out: that key, or the waiting one if a
 * rotation has begun already.
 */
export const startRotation = () => rotate(() => true)

/** Starts a rotation if one is due. Out: the next key, or null. */
export const rotateWhenDue = () => rotate(isRotationDue)

async function rotate(isWanted: typeof isRotationDue) {
  const draft = await makeKey(new Date())
  return withKeysLocked(async (db, now) => {
    const keys = await readKeys(db)
    const waiting = keys.find((key) => stateOf(key, keys, now) === 'next')
    if (waiting || !isWanted(keys, now)) return waiting ?? null
    const forgotten = keys.filter((key) => ['retired', 'revoked'].includes(stateOf(key, keys, now)))
    const before = new Date(now.getTime() - memoryMs)
    const isOld = (key: (typeof keys)[number]) => key.activatesAt < before && (key.revokedAt ?? before) <= before
    await db.signingKey.deleteMany({ where: { id: { in: forgotten.filter(isOld).map(({ id }) => id) } } })
    return db.signingKey.create({ data: { ...draft, activatesAt: new Date(now.getTime() + overlapMs) } })
  })
}

/**
 * Revokes a key at once, and by a trigger every token issued since it began to sign. If it is the signing key, a new
 * one replaces it immediately. Out: the key that signs from now on, or null for an unknown one.
 */
export async function revokeKey(kid: string): Promise<{ id: string } | null> {
  const draft = await makeKey(new Date())
  return withKeysLocked(async (db, now) => {
    const keys = await readKeys(db)
    const signing = signerAt(keys, now)
    const revoked = keys.find(({ id }) => id === kid)
    if (!revoked) return null
    // The successor must not be older than the revoked key, or it would count as the former one.
    if (signing?.id === kid) await db.signingKey.create({ data: { ...draft, activatesAt: now } })
    if (!revoked.revokedAt) await db.signingKey.update({ where: { id: kid }, data: { revokedAt: now } })
    return signing && signing.id !== kid ? signing : draft
  })
}

/** Checks in every server process whether a rotation is due; the first one performs it. */
export const startKeyWorker = (): void => schedule('rotating keys', checkEveryMs, rotateWhenDue)
