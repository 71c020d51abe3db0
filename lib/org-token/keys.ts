// The keys that sign organization tokens. They live in the database, so that every instance signs and publishes the same;
// the private part is encrypted under AUTH_SECRET, so that a copy of the database alone signs nothing.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { algorithm } from './claims'

const refreshMs = 60_000
const missCooldownMs = 5_000

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

type Keyring = { loadedAtMs: number; signing: { kid: string; key: CryptoKey }; jwks: { keys: JWK[] } }

let loading: Promise<Keyring> | undefined
let current: Keyring | undefined

/** The current keys, at most a minute old. Makes the first one when there is none. */
export async function keyring(maxAgeMs = refreshMs): Promise<Keyring> {
  if (current && Date.now() - current.loadedAtMs < maxAgeMs) return current
  loading ??= load().finally(() => (loading = undefined))
  try {
    return (current = await loading)
  } catch (error) {
    // Keys do not go bad because the database is away: what was signed can still be verified.
    if (current) return current
    throw error
  }
}

/** Finds the key of a token, for jose. An unknown `kid` looks once more, in case another instance has made a new one. */
export async function findKey(header: { kid?: string; alg?: string }) {
  const { jwks } = await keyring()
  const known = jwks.keys.some((key) => key.kid === header.kid)
  const keys = known ? jwks : (await keyring(missCooldownMs)).jwks
  return createLocalJWKSet(keys)({ alg: algorithm, kid: header.kid ?? '' })
}

async function load(): Promise<Keyring> {
  const known = await readKeys()
  const rows = known.some(opens) ? known : await createKey()
  const newest = rows.find(opens)!
  const privateJwk = JSON.parse(decrypt(newest.encryptedPrivateKey, newest.id)) as JWK
  return {
    loadedAtMs: Date.now(),
    signing: { kid: newest.id, key: (await importJWK(privateJwk, algorithm)) as CryptoKey },
    jwks: { keys: rows.map((row) => row.publicJwk as JWK) },
  }
}

type StoredKey = { id: string; publicJwk: unknown; encryptedPrivateKey: string }

const newestFirst = { orderBy: { createdAt: 'desc' } } as const

const readKeys = (): Promise<StoredKey[]> => withIdentity((db) => db.signingKey.findMany(newestFirst))

// A key that was made under another AUTH_SECRET signs no more; what it signed still verifies.
function opens({ id, encryptedPrivateKey }: StoredKey): boolean {
  try {
    return decrypt(encryptedPrivateKey, id) !== ''
  } catch {
    return false
  }
}

async function createKey(): Promise<StoredKey[]> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  const publicJwk = { kty: jwk.kty!, crv: jwk.crv!, x: jwk.x!, y: jwk.y!, kid, alg: algorithm, use: 'sig' }
  const encryptedPrivateKey = encrypt(JSON.stringify(await exportJWK(privateKey)), kid)
  await withIdentity(async (db) => {
    // Two instances that start together must end up with one key: the second waits here and then finds the first's.
    await db.$queryRaw`select 1 from (select pg_advisory_xact_lock(hashtext('signing_keys'))) locked`
    if (!(await db.signingKey.findMany(newestFirst)).some(opens))
      await db.signingKey.create({ data: { id: kid, publicJwk, encryptedPrivateKey } })
  })
  return readKeys()
}

const cipher = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

// RFC 5869: one secret, a separate key for each purpose.
const encryptionKey = () => Buffer.from(hkdfSync('sha256', getEnv().AUTH_SECRET, '', 'signing-key-encryption', 32))

/** AES-256-GCM, bound to the key's id: an encrypted key moved to another row does not open. */
export function encrypt(plaintext: string, kid: string): string {
  const iv = randomBytes(ivLength)
  const sealing = createCipheriv(cipher, encryptionKey(), iv).setAAD(Buffer.from(kid))
  const sealed = Buffer.concat([sealing.update(plaintext, 'utf8'), sealing.final()])
  return Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64url')
}

export function decrypt(ciphertext: string, kid: string): string {
  const bytes = Buffer.from(ciphertext, 'base64url')
  const opening = createDecipheriv(cipher, encryptionKey(), bytes.subarray(0, ivLength))
    .setAAD(Buffer.from(kid))
    .setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
  try {
    return Buffer.concat([opening.update(bytes.subarray(ivLength + tagLength)), opening.final()]).toString('utf8')
  } catch (cause) {
    throw new Error('A signing key does not open: AUTH_SECRET is not the one that it was made with.', { cause })
  }
}
