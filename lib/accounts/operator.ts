// What an operator does with an account on the server's terminal, without a person's session.
import { recordSessionEnd } from '@/lib/audit/visits'
import { proofFields, factorsOf, type FactorKind } from '@/lib/auth/factors'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { testMessage } from '@/lib/mail/account-templates'
import { enqueueEmail } from '@/lib/mail/outbox'
import { endSessionsOf } from './sessions-end'

type ListedAccount = {
  id: string
  name: string
  email: string
  isVerified: boolean
  factors: FactorKind[]
  createdAt: Date
}

/** The newest accounts; with `query`, those with it in the address. */
export const listAccounts = (query: string | undefined, count: number): Promise<ListedAccount[]> =>
  withIdentity(async (db) => {
    const rows = await db.user.findMany({
      where: query ? { email: { contains: query.toLowerCase() } } : {},
      orderBy: { id: 'desc' },
      take: count,
      select: { id: true, name: true, email: true, emailVerifiedAt: true, createdAt: true, ...proofFields },
    })
    return rows.map(({ emailVerifiedAt, id, name, email, createdAt, ...proofs }) => ({
      ...{ id, name, email, createdAt },
      isVerified: emailVerifiedAt !== null,
      factors: factorsOf(proofs),
    }))
  })

/** Throws not_found for an address without an account. */
export async function findAccount(email: string): Promise<{ id: string; name: string }> {
  const user = await withIdentity((db) => db.user.findFirst({ where: { email }, select: { id: true, name: true } }))
  if (!user) throw new AppError('not_found', { detail: `There is no account with the address ${email}.` })
  return user
}

/** Ends every sign-in of an account. */
export async function endAllSessions(email: string): Promise<void> {
  const user = await findAccount(email)
  await recordSessionEnd(await withIdentity((db) => endSessionsOf(db, user.id)), user)
}

/** The operator vouches for the address. What other sign-ups with it chose is void. Out: false if it was verified already. */
export async function verifyAddress(email: string): Promise<boolean> {
  const { id } = await findAccount(email)
  return withIdentity(async (db) => {
    const { count } = await db.user.updateMany({
      where: { id, emailVerifiedAt: null },
      data: { emailVerifiedAt: new Date() },
    })
    await db.emailToken.deleteMany({ where: { userId: id, purpose: 'verify_email' } })
    return count > 0
  })
}

export const queueTestMail = (to: string): Promise<void> => withIdentity((db) => enqueueEmail(db, to, testMessage()))

/** The id of an organization by its slug or id. Throws not_found. */
export async function findOrganizationId(slugOrId: string): Promise<string> {
  const [row] = await withIdentity((db) =>
    slugOrId.startsWith('org_')
      ? db.$queryRaw<{ id: string | null }[]>`select id from organizations where id = ${slugOrId}`
      : db.$queryRaw<{ id: string | null }[]>`select organization_of_slug(${slugOrId}) as id`,
  )
  if (!row?.id) throw new AppError('not_found', { detail: `There is no organization ${slugOrId}.` })
  return row.id
}
