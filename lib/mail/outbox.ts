// The outbox. A mail is written in the transaction of the change that it reports, so that neither exists without the
// other.
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import type { OrgDb } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { AppError, notFound } from '@/lib/errors'
import type { OptionalNotice } from './notices'
import type { Message } from './layout'

export type CapturedEmail = { id: string; to: string; subject: string; text: string; html: string; createdAt: Date }

const newestCount = 100

/** Queues a mail in the transaction of `db`. */
export async function enqueueEmail(db: IdentityDb, to: string, message: Message): Promise<void> {
  await db.email.create({ data: { to, ...message }, select: { id: true } })
}

/** The same in an organization's transaction, which may insert mails but not read them. */
export async function enqueueOrgEmail(db: Pick<OrgDb, '$executeRaw'>, to: string, message: Message): Promise<void> {
  const { subject, text, html } = message
  await db.$executeRaw`insert into emails ("to", subject, text, html) values (${to}, ${subject}, ${text}, ${html})`
}

/** The same to a member by their id, unless they have turned this notice off. */
export async function enqueueOrgNotice(
  db: Pick<OrgDb, '$beforeCommit'>,
  userId: string,
  notice: OptionalNotice,
  { subject, text, html }: Message,
): Promise<void> {
  await db.$beforeCommit`
    insert into emails ("to", subject, text, html)
      select email, ${subject}, ${text}, ${html} from users where id = ${userId} and not coalesce(${notice} = any(muted_notices), false)`
}

/** Captured mails, newest first; with `to`, of one address. For the mailbox page of development and demo. */
export const listCapturedEmails = (to?: string): Promise<CapturedEmail[]> =>
  withIdentity((db) =>
    db.email.findMany({
      // Canceled mails were never sent.
      where: { status: { not: 'canceled' }, ...(to && { to }) },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: newestCount,
      select: { id: true, to: true, subject: true, text: true, html: true, createdAt: true },
    }),
  )

/** How many mails wait to be sent, and the age of the oldest. */
export const countWaiting = async (): Promise<{ waiting: number; oldestSeconds: number }> => {
  const [row] = await withIdentity(
    (db) => db.$queryRaw<{ waiting: number; oldest: number }[]>`
      select count(*)::int as waiting, coalesce(extract(epoch from now() - min(created_at)), 0)::float as oldest
      from emails where status = 'queued'`,
  )
  return { waiting: row!.waiting, oldestSeconds: row!.oldest }
}

/** A captured mail, for the mailbox. Throws not_found. */
export async function getCapturedEmail(id: string): Promise<CapturedEmail> {
  const select = { id: true, to: true, subject: true, text: true, html: true, createdAt: true }
  const email = await withIdentity((db) => db.email.findFirst({ where: { id }, select }))
  return email ?? notFound()
}

// Every mail has its link on a line of its own (templates.ts); these paths end in a secret.
const secretLink =
  /^https?:\/\/\S+\/(?:(?:verify-email|reset-password|undo-email-change)\?token=|invitations\/)[\w-]+$/m

/** The newest captured link with a secret for an address, only for the server's terminal; null if there is none. */
export async function findNewestLink(to: string): Promise<{ subject: string; link: string; createdAt: Date } | null> {
  for (const { subject, text, createdAt } of await listCapturedEmails(to)) {
    const link = secretLink.exec(text)?.[0]
    if (link) return { subject, link, createdAt }
  }
  return null
}

/** True in production without SMTP_URL, where mails wait because no one could read the outbox. */
export const hasNoServer = (): boolean => !getEnv().SMTP_URL && getEnv().APP_MODE === 'production'

/** The message for an admin when mails wait for a server; null when mails are sent. */
export const whyMailsWait = (): string | null =>
  hasNoServer() ? 'This server cannot send mails yet (no SMTP_URL). Copy the link instead.' : null

/** False in production, where captured mails must not be shown. */
export const isMailboxShown = (): boolean => getEnv().APP_MODE !== 'production'

/** Throws not_found if the mailbox is not shown. */
export function assertMailboxShown(): void {
  if (!isMailboxShown()) throw new AppError('not_found')
}
