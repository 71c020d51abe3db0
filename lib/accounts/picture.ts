// A person's picture: uploaded, re-encoded, and stored under the hash of its bytes, which is part of its URL. A new one
// replaces the previous one and its URL.
import { createHash } from 'node:crypto'
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { assertDrawable, drawPicture } from '@/lib/pictures/draw'
import { counting } from '@/lib/requests/rate-limits'
import { withOwnAccount } from './own-account'

const picturePath = (userId: string, hash: string): string => `/api/pictures/${userId}/${hash}`

/**
 * `read`: reads the upload; called only after the access check. Throws validation_failed for an unsupported picture,
 * rate_limited, unavailable, unauthenticated.
 */
export async function setPicture(ctx: UserContext, read: () => Promise<Uint8Array>): Promise<void> {
  const { userId } = await authorizeUser(ctx)
  const sent = await counting([['pictures_by_person', userId]], async () => assertDrawable(await read()))
  const bytes = new Uint8Array(await drawPicture(sent, userId))
  const hash = createHash('sha256').update(bytes).digest('hex')
  await withOwnAccount(ctx, async (db) => {
    await db.userPicture.upsert({
      where: { userId },
      create: { userId, hash, bytes },
      update: { hash, bytes },
      select: { hash: true },
    })
    await setAddress(db, userId, picturePath(userId, hash))
  })
}

/** Deletes the picture. Does nothing if there is none. */
export const removePicture = (ctx: UserContext): Promise<void> =>
  withOwnAccount(ctx, async (db, { userId }) => {
    await db.userPicture.deleteMany({ where: { userId } })
    await setAddress(db, userId, null)
  })

/** The bytes of a picture, for anyone who knows its URL. Throws not_found, also while the account is being deleted. */
export async function getPicture(userId: string, hash: string): Promise<Uint8Array<ArrayBuffer>> {
  const found = await withIdentity((db) =>
    db.userPicture.findFirst({ where: { userId, hash, user: { deletedAt: null } }, select: { bytes: true } }),
  )
  if (!found) throw new AppError('not_found')
  return found.bytes
}

const setAddress = (db: IdentityDb, id: string, imageUrl: string | null) =>
  db.user.update({ where: { id }, data: { imageUrl }, select: { id: true } })
