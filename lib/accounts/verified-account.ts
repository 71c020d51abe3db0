import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

type Owner = { email: string; name: string; passwordHash: string | null }

/**
 * Creates the account of a person who has just proven the address. Sign-ups with it that were never proven end with all
 * that was chosen in them: password, sessions, links, picture. Out: the user's id. Throws conflict for an address that
 * has an account, which stays unchanged.
 */
export async function createVerified(db: IdentityDb, owner: Owner): Promise<string> {
  await db.user.deleteMany({ where: { email: owner.email, emailVerifiedAt: null } })
  const data = { ...owner, emailVerifiedAt: new Date() }
  const [user] = await db.user.createManyAndReturn({ data: [data], skipDuplicates: true, select: { id: true } })
  if (!user) throw new AppError('conflict', { detail: 'This address has an account already. Sign in with it.' })
  return user.id
}

/**
 * Ends what another person may have left in an account before its address was proven, in the transaction of `db`: sessions,
 * sign-ins on their way, settings and the picture.
 */
export async function forgetStranger(db: IdentityDb, id: string): Promise<void> {
  await db.$executeRaw`
    update users set session_epoch = session_epoch + 1, image_url = null, muted_notices = default, time_zone = default,
      locale = default, default_organization_id = null
    where id = ${id}`
  await db.userPicture.deleteMany({ where: { userId: id } })
  await db.pendingSignIn.deleteMany({ where: { userId: id } })
  await db.session.deleteMany({ where: { userId: id } })
}
