// The rows of the signing keys: creates and reads them, and serializes changes.
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { algorithm } from './claims'
import { encrypt } from './key-encryption'
import type { KeyTimes } from './rotation'

export type StoredKey = KeyTimes & { publicJwk: unknown; encryptedPrivateKey: string; createdAt: Date }

export const readKeys = (db: IdentityDb): Promise<StoredKey[]> =>
  db.signingKey.findMany({ orderBy: { activatesAt: 'asc' } })

/** The keys, and the time of the database, which all instances share. */
export const readKeysNow = async (db: IdentityDb): Promise<{ keys: StoredKey[]; now: Date }> => {
  const [row] = await db.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`
  return { keys: await readKeys(db), now: row!.now }
}

/** A new key that signs from `activatesAt` on, not stored yet: generating it takes too long to do under the lock. */
export async function makeKey(activatesAt: Date) {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk = await exportJWK(publicKey)
  const id = await calculateJwkThumbprint(jwk)
  const publicJwk = { kty: jwk.kty!, crv: jwk.crv!, x: jwk.x!, y: jwk.y!, kid: id, alg: algorithm, use: 'sig' }
  return { id, publicJwk, encryptedPrivateKey: encrypt(JSON.stringify(await exportJWK(privateKey)), id), activatesAt }
}

/** Runs `work` while no other instance changes the keys. `now` is the database's time. */
export function withKeysLocked<T>(work: (db: IdentityDb, now: Date) => Promise<T>): Promise<T> {
  return withIdentity(async (db) => {
    await db.$queryRaw`select 1 from (select pg_advisory_xact_lock(hashtext('signing_keys'))) locked`
    const [row] = await db.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`
    return work(db, row!.now)
  })
}
