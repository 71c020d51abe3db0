// The keys that sign organization tokens. They live in the database, so that every instance signs and publishes the same;
// rotation.ts says when each does what, rotate.ts makes and revokes them.
import { createLocalJWKSet, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { algorithm } from './claims'
import { decrypt } from './key-encryption'
import { makeKey, readKeys, readKeysNow, withKeysLocked, type StoredKey } from './key-store'
import { latestUsable, publishedAt, signerAt } from './rotation'

// A key that was revoked leaves the key set within this time.
const refreshMs = 5_000
const missCooldownMs = 1_000
// For the age of what is remembered here, and for verifiers whose clocks are behind.
const graceMs = 60_000

/** RFC 7517. What the keys are is their own business: an answer holds public parts alone. */
const jwkSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().meta({ example: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU' }),
  y: z.string().meta({ example: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' }),
  kid: z.string().meta({ example: 'XXnHlW3u6H2nnuJG-9xi4xnbsOQb-8i7GbhhRxpyGFs' }),
  alg: z.literal(algorithm),
  use: z.literal('sig'),
})

export const jwksSchema = z.object({ keys: z.array(jwkSchema) }).meta({ id: 'KeySet' })

type Signer = { kid: string; key: CryptoKey }
type Keyring = {
  loadedAtMs: number
  known: Set<string>
  signers: Map<string, Signer>
  signing: Signer
  jwks: { keys: JWK[] }
  find: ReturnType<typeof createLocalJWKSet>
}

let loading: Promise<Keyring> | undefined
let current: Keyring | undefined

/** The current keys, at most a few seconds old. Makes the first one when there is none. */
export async function keyring(maxAgeMs = refreshMs): Promise<Keyring> {
  // Younger than nothing where the clock was set back: then its age is not known.
  const ageMs = current ? Date.now() - current.loadedAtMs : Infinity
  if (current && ageMs >= 0 && ageMs < maxAgeMs) return current
  loading ??= load().finally(() => (loading = undefined))
  try {
    return (current = await loading)
  } catch (error) {
    // Keys do not go bad because the database is away: what was signed can still be verified.
    if (current) return current
    throw error
  }
}

/**
 * The key to sign with what was stored at a time, of those that the same statement found: by id, with the time from which each
 * signs, in ms since 1970. Where that one was made under another AUTH_SECRET, the newest that opens.
 */
export async function signerFor(storedAt: Date, found: Readonly<Record<string, number>>): Promise<Signer> {
  const living = Object.entries(found).map(([id, ms]) => ({ id, activatesAt: new Date(ms), revokedAt: null }))
  const kid = signerAt(living, storedAt)?.id ?? ''
  const ring = await keyring()
  const { signers, signing } = ring.known.has(kid) ? ring : await keyring(0)
  return signers.get(kid) ?? signing
}

/** Finds the key of a token, for jose. An unknown `kid` looks once more, in case another instance has made a new one. */
export async function findKey(header: { kid?: string; alg?: string }) {
  const ring = await keyring()
  const { find } = ring.jwks.keys.some((key) => key.kid === header.kid) ? ring : await keyring(missCooldownMs)
  return find({ alg: algorithm, kid: header.kid ?? '' })
}

async function load(): Promise<Keyring> {
  const stored = await withIdentity(readKeysNow)
  const { keys: rows, now } = findUsable(stored) ? stored : await makeFirst()
  const published = publishedAt(rows, now)
  const signers = await Promise.all(published.filter(opens).map(toSigner))
  const jwks = { keys: published.map(({ publicJwk }) => publicJwk as JWK) }
  const signing = findUsable({ keys: rows, now })!
  return {
    loadedAtMs: Date.now(),
    known: new Set(rows.map(({ id }) => id)),
    signers: new Map(signers.map((signer) => [signer.kid, signer])),
    signing: signers.find(({ kid }) => kid === signing.id)!,
    jwks,
    find: createLocalJWKSet(jwks),
  }
}

// Not only the one that signs for all: while servers change from one secret to the next, each would take the place of the
// other's key with a new one, for ever.
const findUsable = ({ keys, now }: { keys: StoredKey[]; now: Date }) =>
  latestUsable(keys, now, opens, getEnv().ORG_TOKEN_TTL_SECONDS * 1000 + graceMs)

async function toSigner({ id, encryptedPrivateKey }: StoredKey): Promise<Signer> {
  const privateJwk = JSON.parse(decrypt(encryptedPrivateKey, id)) as JWK
  return { kid: id, key: (await importJWK(privateJwk, algorithm)) as CryptoKey }
}

// A key that was made under another AUTH_SECRET signs no more; what it signed still verifies.
function opens({ id, encryptedPrivateKey }: StoredKey): boolean {
  try {
    return decrypt(encryptedPrivateKey, id) !== ''
  } catch {
    return false
  }
}

// Where none can be used. Two instances that start together must end up with one key: the second waits and then finds the
// first's.
async function makeFirst(): Promise<{ keys: StoredKey[]; now: Date }> {
  const draft = await makeKey(new Date())
  return withKeysLocked(async (db, now) => {
    if (!findUsable({ keys: await readKeys(db), now }))
      await db.signingKey.create({ data: { ...draft, activatesAt: now } })
    return { keys: await readKeys(db), now }
  })
}
