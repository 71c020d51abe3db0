// The door for a token that was exchanged for another, of another organization of the same person: it becomes valid for
// nobody before it is tied to the one that it came from and told of in both organizations.
import { toOriginJson, type EntryRow, type MemberContext } from './entry'
import { call } from './transaction'
import { AppError } from '@/lib/errors'

/** A person's token, by its id and organization. */
type TokenPlace = { organization: string; tokenId: string }

/** Throws invalid_token where either has ended since. */
export async function recordExchange(
  { userId, sessionId, origin }: Pick<MemberContext, 'userId' | 'sessionId' | 'origin'>,
  from: TokenPlace,
  to: TokenPlace,
): Promise<void> {
  const [row] = await call<EntryRow>('select * from record_exchange($1, $2, $3, $4, $5, $6, $7)', [
    sessionId,
    userId,
    from.organization,
    from.tokenId,
    to.organization,
    to.tokenId,
    toOriginJson(origin),
  ])
  if (row!.status !== 'ok') throw new AppError('invalid_token')
}
