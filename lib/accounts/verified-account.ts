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
