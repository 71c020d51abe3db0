// The door for a program that shows the secret of its API key instead of a token: the key's own organization, with what the
// key and its creator may do now. It takes no permission, since being a live key is what is asked; work that needs one
// looks at the entry.
import { toKeyEntry, type EntryRow, type KeyEntry, type Origin } from './entry'
import { transaction } from './transaction'
import type { OrgDb } from './with-org'

/** An API key, by the SHA-256 of its secret. */
export type KeyProof = { id: string; secretHash: string }

/** No token came with it, so that it opens no other door. */
export type ProvenKey = Omit<KeyEntry, 'tokenId'>

/** Runs `work` in the key's organization, and notes the use. Throws invalid_token for a key that is unknown or has ended. */
export function withKey<T>(
  { id, secretHash }: KeyProof,
  origin: Origin,
  work: (db: OrgDb, entry: ProvenKey) => Promise<T>,
): Promise<T> {
  return transaction(async (db) => {
    const [row] = await db.$queryRaw<EntryRow[]>`select * from enter_key(${id}, ${secretHash})`
    const { tokenId: _none, ...entry } = toKeyEntry(row!, { apiKeyId: id, tokenId: '', origin })
    // Once a minute is enough for people who look, and spares a write for each question.
    await db.$executeRaw`
      update api_keys set last_used_at = now(), last_used_ip = ${origin.ip}
      where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`
    return work(db, entry)
  })
}
