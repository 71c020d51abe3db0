// The signing keys of organization tokens. They are in the database, so that all instances sign and publish the same.
// rotation.ts decides when a key does what; rotate.ts creates and revokes them.
import { createLocalJWKSet, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { algorithm } from './claims'
import { decrypt } from './key-encryption'
import { makeKey, readKeys, readKeysNow, withKeysLocked, type StoredKey } from './key-store'
import { latestUsable, publishedAt, signerAt } from './rotation'

// A revoked key leaves the key set within this time.
const refreshMs = 5_000
const missCooldownMs = 1_000
// Allows for the age of this cache, and for verifiers whose clocks are behind.
const graceMs = 60_000

/** RFC 7517, public parts only. */
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

/** The current keys, at most a few seconds old. Creates the first key if there is none. */
export async function keyring(maxAgeMs = refreshMs): Promise<Keyring> {
  // The age is unknown, and negative, if the clock was set back.
  const ageMs = current ? Date.now() - current.loadedAtMs : Infinity
  if (current && ageMs >= 0 && ageMs < maxAgeMs) return current
  loading ??= load().finally(() => (loading = undefined))
  try {
    return (current = await loading)
  } catch (error) {
    // Without the database the known keys still verify.
    if (current) return current
    throw error
  }
}

/**
 * The key that signs a token stored at `storedAt`. `found`: the ids of the keys that the same statement read, with the
 * time from which each signs, in ms since 1970. If that key was created under another AUTH_SECRET, the newest one that
 * can be decrypted.
 */
export async function signerFor(storedAt: Date, found: Readonly<Record<string, number>>): Promise<Signer> {
  const living = Object.entries(found).map(([id, ms]) => ({ id, activatesAt: new Date(ms), revokedAt: null }))
  const kid = signerAt(living, storedAt)?.id ?? ''
  const ring = await keyring()
  const { signers, signing } = ring.known.has(kid) ? ring : await keyring(0)
  return signers.get(kid) ?? signing
}

/**
 * Finds the key of a token, for jose. An unknown `kid` reads the keys again, because another instance may have created
 * one.
 */
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

// Accepts any key that this process can decrypt. With only the newest one, servers with different secrets would keep
// replacing each other's keys during a change of the secret.
const findUsable = ({ keys, now }: { keys: StoredKey[]; now: Date }) =>
  latestUsable(keys, now, opens, getEnv().ORG_TOKEN_TTL_SECONDS * 1000 + graceMs)

async function toSigner({ id, encryptedPrivateKey }: StoredKey): Promise<Signer> {
  const privateJwk = JSON.parse(decrypt(encryptedPrivateKey, id)) as JWK
  return { kid: id, key: (await importJWK(privateJwk, algorithm)) as CryptoKey }
}

// A key created under another AUTH_SECRET no longer signs; its signatures still verify.
function opens({ id, encryptedPrivateKey }: StoredKey): boolean {
  try {
    return decrypt(encryptedPrivateKey, id) !== ''
  } catch {
    return false
  }
}

// Creates a key if none is usable. Of two instances that start together, the second waits and uses the first one's key.
async function makeFirst(): Promise<{ keys: StoredKey[]; now: Date }> {
  const draft = await makeKey(new Date())
  return withKeysLocked(async (db, now) => {
    if (!findUsable({ keys: await readKeys(db), now }))
      await db.signingKey.create({ data: { ...draft, activatesAt: now } })
    return { keys: await readKeys(db), now }
  })
}
