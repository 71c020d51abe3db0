// A person who has just proven who they are. Between the proof and the session some time passes, in which the password may change
// or a second factor be added: what ends all sessions of a person ends a sign-in that is on its way, too.
import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

/** `epoch`: of their sessions, read together with what the proof was compared with. `provenAt`: when, if that was not just now. */
export type ProvenPerson = { userId: string; epoch: number; provenAt?: Date }

/** In: a person whose proof is accepted in this transaction. */
export async function provenPerson(db: IdentityDb, userId: string): Promise<ProvenPerson> {
  const { sessionEpoch } = await db.user.findFirstOrThrow({ where: { id: userId }, select: { sessionEpoch: true } })
  return { userId, epoch: sessionEpoch }
}

/**
 * Call it in the transaction that writes what the proof is for: sessions cannot end together until that ends. Throws
 * invalid_credentials if they did since the proof.
 */
export async function holdProof(db: IdentityDb, { userId, epoch }: ProvenPerson): Promise<void> {
  const held = await db.$queryRaw<object[]>`
    select from users where id = ${userId} and session_epoch = ${epoch} for share`
  if (held.length > 0) return
  throw new AppError('invalid_credentials', {
    detail: 'The way in to this account was changed at the same moment. Sign in again.',
  })
}
