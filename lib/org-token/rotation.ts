// When a key is published, signs and is removed. Verifiers may cache the key set for ten minutes and must always know
// the key of a token: a key is published for longer than that before it signs, and for longer than its tokens live
// after it stopped. These are rules about times only. They hold for all instances alike, because the times are in the
// database.

const minute = 60_000
const day = 24 * 60 * minute

/** The max-age of the key set's Cache-Control. */
export const keySetMaxAgeSeconds = 600

/**
 * From a key's publication to its first signature: the time that a verifier may cache it, after proxies that answered
 * stale.
 */
export const overlapMs = 3 * keySetMaxAgeSeconds * 1000

/** From the last signature to the end of publication: the maximum lifetime of a token, and the verifier's cache. */
export const retirementMs = 60 * minute + keySetMaxAgeSeconds * 1000
export const rotationMs = 30 * day

/** Retired and revoked keys stay listed for this time, then their rows are deleted. */
export const memoryMs = 90 * day

export type KeyTimes = { id: string; activatesAt: Date; revokedAt: Date | null }
export type KeyState = 'next' | 'signing' | 'old' | 'retired' | 'revoked'

/** The key that signs at a time: the latest one that is active. */
export function signerAt<Key extends KeyTimes>(keys: Key[], now: Date): Key | undefined {
  return inOrder(keys).findLast(({ activatesAt, revokedAt }) => !isPast(revokedAt, now) && isPast(activatesAt, now))
}

/** The state of a key at a time: `next` is published but does not sign yet, `old` no longer signs but verifies. */
export function stateOf(key: KeyTimes, keys: KeyTimes[], now: Date): KeyState {
  if (isPast(key.revokedAt, now)) return 'revoked'
  if (!isPast(key.activatesAt, now)) return 'next'
  const end = signedUntil(key, keys, now)
  if (end === undefined) return 'signing'
  return end.getTime() + retirementMs > now.getTime() ? 'old' : 'retired'
}

/** The keys that verifiers must know at a time. */
export const publishedAt = <Key extends KeyTimes>(keys: Key[], now: Date): Key[] =>
  inOrder(keys)
    .reverse()
    .filter((key) => ['next', 'signing', 'old'].includes(stateOf(key, keys, now)))

/**
 * The key for a process that can decrypt only some of them, because each AUTH_SECRET decrypts its own: the latest
 * active one, even a former one if its tokens expire before it is removed. Undefined if a new key is needed.
 */
export function latestUsable<Key extends KeyTimes>(
  keys: Key[],
  now: Date,
  opens: (key: Key) => boolean,
  lifetimeMs: number,
) {
  const stays = publishedAt(keys, new Date(now.getTime() + lifetimeMs))
  return inOrder(keys).findLast(
    (key) => ['signing', 'old'].includes(stateOf(key, keys, now)) && stays.includes(key) && opens(key),
  )
}

/** Whether to publish the next key, early enough to replace the current one after 30 days. */
export function isRotationDue(keys: KeyTimes[], now: Date): boolean {
  const signing = signerAt(keys, now)
  if (!signing || keys.some((key) => stateOf(key, keys, now) === 'next')) return false
  return now.getTime() >= signing.activatesAt.getTime() + rotationMs - overlapMs
}

// A key signs until the next one becomes active; one that was revoked before that never does.
function signedUntil(key: KeyTimes, keys: KeyTimes[], now: Date): Date | undefined {
  const ordered = inOrder(keys)
  const later = ordered.slice(ordered.indexOf(key) + 1)
  return later.find(
    ({ activatesAt, revokedAt }) => isPast(activatesAt, now) && (revokedAt === null || revokedAt > activatesAt),
  )?.activatesAt
}

const inOrder = <Key extends KeyTimes>(keys: Key[]): Key[] =>
  [...keys].sort((a, b) => a.activatesAt.getTime() - b.activatesAt.getTime() || (a.id < b.id ? -1 : 1))

const isPast = (time: Date | null, now: Date): boolean => time !== null && time <= now
