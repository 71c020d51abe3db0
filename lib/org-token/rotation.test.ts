import { describe, expect, it } from 'vitest'
import {
  isRotationDue,
  keySetMaxAgeSeconds,
  overlapMs,
  publishedAt,
  retirementMs,
  rotationMs,
  signerAt,
  stateOf,
  type KeyTimes,
} from './rotation'

const minute = 60_000
const start = Date.parse('2026-01-01T00:00:00Z')
const at = (ms: number) => new Date(start + ms)
const key = (id: string, activatesMs: number, revokedMs?: number): KeyTimes => ({
  id,
  activatesAt: at(activatesMs),
  revokedAt: revokedMs === undefined ? null : at(revokedMs),
})

// A backend that keeps the key set for ten minutes and does not ask in between. Each starts at another minute, and the
// last two are behind a cache that serves a ten-minute-old set once more while it fetches the next.
function verifier(phaseMs: number, behindCache: boolean) {
  let known: string[] = []
  let held: string[] = []
  let fetchedMs = -Infinity
  return (nowMs: number, published: () => string[], kid: string): boolean => {
    if (nowMs - fetchedMs >= keySetMaxAgeSeconds * 1000 || fetchedMs < 0) {
      const fresh = published()
      known = behindCache && held.length > 0 ? held : fresh
      held = fresh
      fetchedMs = fetchedMs < 0 ? nowMs - phaseMs : nowMs
    }
    return known.includes(kid)
  }
}

/** Simulates weeks, minute by minute. Out: how many verifications failed, and how many keys there were. */
function live({ overlap = overlapMs, publishOld = true, lifetimeMs = 5 * minute, fromDay = 0 } = {}) {
  const keys = [key('k0', 0)]
  const verifiers = Array.from({ length: 12 }, (_, i) => verifier((i % 10) * minute, i >= 10))
  const tokens: { kid: string; bornMs: number }[] = []
  let failures = 0
  for (let ms = fromDay * 24 * 60 * minute; ms < 35 * 24 * 60 * minute; ms += minute) {
    const now = at(ms)
    if (isRotationDue(keys, now)) keys.push(key(`k${keys.length}`, ms + overlap))
    tokens.push({ kid: signerAt(keys, now)!.id, bornMs: ms })
    while (tokens[0]!.bornMs <= ms - lifetimeMs) tokens.shift()
    const published = () =>
      publishedAt(keys, now)
        .filter((one) => publishOld || stateOf(one, keys, now) !== 'old')
        .map(({ id }) => id)
    // The newest and the oldest live token.
    for (const verify of verifiers)
      for (const { kid } of new Set([tokens[0]!, tokens.at(-1)!])) if (!verify(ms, published, kid)) failures++
  }
  return { failures, keys: keys.length }
}

describe('A154 a rotation', () => {
  it('causes no failure in five weeks for a verifier that keeps the key set for ten minutes', () => {
    expect(live()).toEqual({ failures: 0, keys: 2 })
    expect(live({ lifetimeMs: 60 * minute, fromDay: 29 })).toEqual({ failures: 0, keys: 2 })
  })

  it('would cause failures if the next key signed at once or the old one were withdrawn at once', () => {
    expect(live({ overlap: 0, fromDay: 29 }).failures).toBeGreaterThan(0)
    expect(live({ overlap: keySetMaxAgeSeconds * 500, fromDay: 29 }).failures).toBeGreaterThan(0)
    expect(live({ publishOld: false, fromDay: 29 }).failures).toBeGreaterThan(0)
  })

  it('publishes the next key at least 20 minutes before it signs', () => {
    const keys = [key('a', 0), key('b', 30 * minute)]
    expect(overlapMs).toBeGreaterThanOrEqual(20 * minute)
    for (const ms of [0, 29 * minute]) {
      expect(signerAt(keys, at(ms))?.id).toBe('a')
      expect(publishedAt(keys, at(ms)).map(({ id }) => id)).toEqual(['b', 'a'])
    }
    expect(signerAt(keys, at(30 * minute))?.id).toBe('b')
  })

  it('keeps the old key until its last token has expired and left every cache', () => {
    const keys = [key('a', 0), key('b', minute)]
    const end = minute + retirementMs
    expect(retirementMs).toBeGreaterThanOrEqual(60 * minute + keySetMaxAgeSeconds * 1000)
    expect(stateOf(keys[0]!, keys, at(end - 1))).toBe('old')
    expect(stateOf(keys[0]!, keys, at(end))).toBe('retired')
    expect(publishedAt(keys, at(end)).map(({ id }) => id)).toEqual(['b'])
  })

  it('is due once after thirty days', () => {
    const keys = [key('a', 0)]
    const due = rotationMs - overlapMs
    expect(isRotationDue(keys, at(due - 1))).toBe(false)
    expect(isRotationDue(keys, at(due))).toBe(true)
    expect(isRotationDue([...keys, key('b', rotationMs)], at(due + minute))).toBe(false)
    expect(isRotationDue([], at(0))).toBe(false)
  })
})

describe('A154 a revoked key', () => {
  it('is no longer published and does not sign, but its successor does', () => {
    const keys = [key('a', 0), key('b', minute, 5 * minute), key('c', 5 * minute)]
    expect(signerAt(keys, at(4 * minute))?.id).toBe('b')
    expect(signerAt(keys, at(5 * minute))?.id).toBe('c')
    expect(publishedAt(keys, at(5 * minute)).map(({ id }) => id)).toEqual(['c', 'a'])
  })

  it('that never signed leaves the current key signing', () => {
    const keys = [key('a', 0), key('b', 10 * minute, 5 * minute)]
    expect(stateOf(keys[0]!, keys, at(24 * 60 * minute))).toBe('signing')
    expect(signerAt(keys, at(24 * 60 * minute))?.id).toBe('a')
  })
})
