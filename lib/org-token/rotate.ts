// Makes the next key, and revokes one in an emergency. Each is safe to run anywhere, any number of times at once.
import { log } from '@/lib/log'
import { makeKey, readKeys, withKeysLocked } from './key-store'
import { isRotationDue, memoryMs, overlapMs, signerAt, stateOf, type KeyState } from './rotation'

export type ListedKey = { id: string; state: KeyState; createdAt: Date; activatesAt: Date; revokedAt: Date | null }

const checkEveryMs = 10 * 60_000

export const listKeys = (): Promise<ListedKey[]> =>
  withKeysLocked(async (db, now) => {
    const keys = await readKeys(db)
    return keys.map(({ id, createdAt, activatesAt, revokedAt }, i) => {
      return { id, state: stateOf(keys[i]!, keys, now), createdAt, activatesAt, revokedAt }
    })
  })

/**
 * Publishes the next key, which signs once verifiers have had the time to fetch it. Out: that key; the one that waits
 * already, where a rotation has begun.
 */
export const startRotation = () => rotate(() => true)

/** The same where it is time for it; null where it is not. */
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
 * Takes a key away at once, with every token that was issued since it signs (a trigger does). Where it was the one that
 * signs, a new one takes its place in the same moment. Out: the key that signs from now on, or null for an unknown one.
 */
export async function revokeKey(kid: string): Promise<{ id: string } | null> {
  const draft = await makeKey(new Date())
  return withKeysLocked(async (db, now) => {
    const keys = await readKeys(db)
    const signing = signerAt(keys, now)
    const revoked = keys.find(({ id }) => id === kid)
    if (!revoked) return null
    // Its successor signs from now on and not a moment earlier, or what follows would take it for the older of the two.
    if (signing?.id === kid) await db.signingKey.create({ data: { ...draft, activatesAt: now } })
    if (!revoked.revokedAt) await db.signingKey.update({ where: { id: kid }, data: { revokedAt: now } })
    return signing && signing.id !== kid ? signing : draft
  })
}

/** Rotates when it is due, in every server process; whichever comes first does it. */
export function startKeyWorker(): void {
  const turn = async (): Promise<void> => {
    await rotateWhenDue().catch((error: Error) =>
      log.warn({ error: error.message }, 'the keys could not be looked after'),
    )
    setTimeout(() => void turn(), checkEveryMs).unref()
  }
  setTimeout(() => void turn(), checkEveryMs * Math.random()).unref()
}
