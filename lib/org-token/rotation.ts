// When a key is published, signs and goes. A verifier that keeps the key set for ten minutes must never meet a key that it
// cannot know: a key is published before it signs for longer than that, and after it for longer than its tokens live.
// Rules about times only; they hold for every instance alike, because the times are in the database.

const minute = 60_000
const day = 24 * 60 * minute

/** What the key set's Cache-Control promises. */
export const keySetMaxAgeSeconds = 600

/** From a key's publication to its first signature: what a verifier keeps, after a cache on the way that answered stale. */
export const overlapMs = 3 * keySetMaxAgeSeconds * 1000

/** From the last signature to the end of publication: the longest life that a token may be given, and what verifiers keep. */
export const retirementMs = 60 * minute + keySetMaxAgeSeconds * 1000
export const rotationMs = 30 * day

/** What is over stays listed for this long, then its row is deleted. */
export const memoryMs = 90 * day

export type KeyTimes = { id: string; activatesAt: Date; revokedAt: Date | null }
export type KeyState = 'next' | 'signing' | 'old' | 'retired' | 'revoked'

/** The key that signs at a time: the one that came last. */
export function signerAt<Key extends KeyTimes>(keys: Key[], now: Date): Key | undefined {
  return inOrder(keys).findLast(({ activatesAt, revokedAt }) => !isPast(revokedAt, now) && isPast(activatesAt, now))
}

export function stateOf(key: KeyTimes, keys: KeyTimes[], now: Date): KeyState {
  if (isPast(key.revokedAt, now)) return 'revoked'
  if (!isPast(key.activatesAt, now)) return 'next'
  const end = signedUntil(key, keys, now)
  if (end === undefined) return 'signing'
  return end.getTime() + retirementMs > now.getTime() ? 'old' : 'retired'
}

/** The keys that a verifier is to know at a time. */
export const publishedAt = <Key extends KeyTimes>(keys: Key[], now: Date): Key[] =>
  inOrder(keys)
    .reverse()
    .filter((key) => ['next', 'signing', 'old'].includes(stateOf(key, keys, now)))

/**
 * The key for a process that can use only some of them, since each AUTH_SECRET opens its own: the latest that has begun, also
 * an old one, as long as what it signs expires before it goes. None where a new one must be made.
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

/** Whether it is time for the next key: early enough for the current one to be relieved after 30 days. */
export function isRotationDue(keys: KeyTimes[], now: Date): boolean {
  const signing = signerAt(keys, now)
  if (!signing || keys.some((key) => stateOf(key, keys, now) === 'next')) return false
  return now.getTime() >= signing.activatesAt.getTime() + rotationMs - overlapMs
}

// Until the next one began; one that was revoked before its time never did.
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
