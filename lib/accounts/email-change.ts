// A change of address: asked for with a recent sign-in, proven by the link that is mailed to the new address, told to
// the old one, from where it can be undone for a while. No answer says whether the new address has an account.
import { recordSessionEnd } from '@/lib/audit/visits'
import type { UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError, fieldError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { addressTakenMessage, changeEmailMessage, emailChangedMessage } from '@/lib/mail/templates'
import { consume } from '@/lib/requests/rate-limits'
import { clientNetwork, originOf } from '@/lib/requests/trust'
import { consumeLink, createLink, isUsable, undoDays, type Link } from './email-links'
import { countMail } from './mail-limits'
import { requireVerifiedPerson, withOwnAccount } from './own-account'
import { answerEvenly } from './even-answer'
import { removeFactorsAround } from './second-factors'
import { endOtherSessionsOf, endSessionsOf } from './sessions-end'

/**
 * Mails a link to the new address. To one that has an account, only a mail that says so. Throws reauth_required,
 * email_unverified, validation_failed for the address that the account has already, rate_limited.
 */
export async function requestEmailChange(ctx: UserContext, email: string, headers: Headers): Promise<void> {
  const session = await requireVerifiedPerson(ctx)
  if (email === session.user.email) throw fieldError('email', 'This is your address already.')
  await consume('email_changes_by_person', session.userId)
  await answerEvenly(mailLink(session.userId, email, headers))
}

async function mailLink(userId: string, email: string, headers: Headers): Promise<void> {
  const mailAllowed = await countMail('change_email', email, headers)
  await withIdentity(async (db) => {
    // In every case, so that the page of the account shows the same. A link that is not mailed is of no use.
    const token = await createLink(db, userId, 'change_email', { email })
    if (!mailAllowed) return
    const isTaken = (await db.user.count({ where: { email, emailVerifiedAt: { not: null } } })) > 0
    await enqueueEmail(db, email, isTaken ? addressTakenMessage() : changeEmailMessage(token))
  })
}

/** The address that waits to be proven, or null. */
export const findPendingEmail = (ctx: UserContext): Promise<string | null> =>
  withOwnAccount(ctx, async (db, { userId }) => {
    const where = { userId, purpose: 'change_email', expiresAt: { gt: new Date() } }
    return (await db.emailToken.findFirst({ where, select: { email: true } }))?.email ?? null
  })

/** The mailed link stops working. Does nothing if there is none. */
export const cancelEmailChange = (ctx: UserContext): Promise<void> =>
  withOwnAccount(ctx, async (db, { userId }) => {
    await db.emailToken.deleteMany({ where: { userId, purpose: 'change_email' } })
  })

/**
 * Changes the address to the one that the link proves, in the transaction of `db`, and ends all sessions of the person except
 * `here`. `link` must have been used up in it. Out: who it is, and what `endOtherSessionsOf` gives. Throws conflict if the address got
 * an account meanwhile, unauthenticated if `here` has ended.
 */
export async function applyEmailChange(db: IdentityDb, { userId: id, email }: Link, here: UserContext | null) {
  const { name, email: former } = await takeAddress(db, id, email!)
  // Links to reset the password went to the former address.
  await db.emailToken.deleteMany({ where: { userId: id, purpose: { in: ['reset_password', 'change_email'] } } })
  const token = await createLink(db, id, 'undo_email', { email: former })
  await enqueueEmail(db, former, emailChangedMessage({ name, email: email!, token, days: undoDays }))
  const ended = here ? await endOtherSessionsOf(db, here) : { visited: await endSessionsOf(db, id), kept: null }
  return { person: { id, name }, ...ended }
}

/** Whether the link of a mail to undo a change of address still works. It is not used by asking. */
export const canUndoEmailChange = (token: string): Promise<boolean> =>
  withIdentity((db) => isUsable(db, token, 'undo_email'))

/**
 * Gives the account back the address that the link was mailed to. All sessions end; the password, connected accounts, and
 * factors that were added since or in the 30 days before the change stop working, because another person may have chosen
 * them. Out: the secret of a link to choose a new password. Throws link_expired, rate_limited, conflict if the address got
 * another account meanwhile.
 */
export async function undoEmailChange(token: string, headers: Headers): Promise<string> {
  await consume('link_by_network', clientNetwork(headers))
  const { user, visited, resetToken } = await withIdentity(async (db) => {
    const { userId: id, email, createdAt } = await consumeLink(db, token, 'undo_email')
    const { name } = await takeAddress(db, id, email!)
    await db.user.update({ where: { id }, data: { passwordHash: null }, select: { id: true } })
    await removeFactorsAround(db, id, createdAt)
    // An older change can still be undone, by the person who had the account before this one's.
    await db.emailToken.deleteMany({
      where: { userId: id, NOT: { purpose: 'undo_email', createdAt: { lt: createdAt } } },
    })
    await db.connection.deleteMany({ where: { userId: id } })
    const resetToken = await createLink(db, id, 'reset_password')
    return { user: { id, name }, visited: await endSessionsOf(db, id), resetToken }
  })
  await recordSessionEnd(visited, user, originOf(headers))
  return resetToken
}

// Sign-ups with the address that were never proven end: now it is proven to be another person's. Out: the account
// before.
async function takeAddress(db: IdentityDb, id: string, email: string): Promise<{ name: string; email: string }> {
  const [before] = await db.$queryRaw<{ name: string; email: string }[]>`
    select name, email from users where id = ${id} for update`
  const { count } = await db.user.deleteMany({ where: { email, emailVerifiedAt: null, id: { not: id } } })
  const isTaken = (await db.user.count({ where: { email, id: { not: id } } })) > 0
  if (isTaken) throw new AppError('conflict', { detail: 'This address has another account. Nothing was changed.' })
  await db.user.update({
    where: { id },
    data: { email, contestedAt: count > 0 ? new Date() : null },
    select: { id: true },
  })
  return before!
}
