// The captured mails. A mail is written in the transaction of the change that it tells of, so that neither is lost alone.
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import type { OrgDb } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Message } from './templates'

export type CapturedEmail = { id: string; to: string; subject: string; text: string; html: string; createdAt: Date }

const newestCount = 100

export async function enqueueEmail(db: IdentityDb, to: string, message: Message): Promise<void> {
  await db.email.create({ data: { to, ...message }, select: { id: true } })
}

/** The same behind a door of an organization, which may write a mail and read none. */
export async function enqueueOrgEmail(db: Pick<OrgDb, '$executeRaw'>, to: string, message: Message): Promise<void> {
  const { subject, text, html } = message
  await db.$executeRaw`insert into emails ("to", subject, text, html) values (${to}, ${subject}, ${text}, ${html})`
}

/** Newest first; of one address where `to` is given. For the mailbox page of development and demo. */
export const listCapturedEmails = (to?: string): Promise<CapturedEmail[]> =>
  withIdentity((db) =>
    db.email.findMany({
      // What was called off never reached anybody.
      where: { status: { not: 'cancelled' }, ...(to && { to }) },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: newestCount,
    }),
  )

// Every mail puts its link on a line of its own (templates.ts); these paths end in a secret.
const secretLink = /^https?:\/\/\S+\/(?:verify-email\?token=|reset-password\?token=|invitations\/)[\w-]+$/m

/** The newest link with a secret that waits for an address, for the terminal of the server alone; null where there is none. */
export async function findNewestLink(to: string): Promise<{ subject: string; link: string; createdAt: Date } | null> {
  for (const { subject, text, createdAt } of await listCapturedEmails(to)) {
    const link = secretLink.exec(text)?.[0]
    if (link) return { subject, link, createdAt }
  }
  return null
}

/** Without SMTP_URL the outbox is the mailbox; in production nobody could read it, and mails wait. */
export const hasNoServer = (): boolean => !getEnv().SMTP_URL && getEnv().APP_MODE === 'production'

/** What an admin is told of a mail that nobody will send before the server is set up; null where mails go out. */
export const whyMailsWait = (): string | null =>
  hasNoServer() ? 'This server cannot send mails yet (no SMTP_URL). Copy the link instead.' : null

/** False in production, where nobody may read other people's mail. */
export const isMailboxShown = (): boolean => getEnv().APP_MODE !== 'production'

/** Throws not_found where the mailbox is not shown. */
export function assertMailboxShown(): void {
  if (!isMailboxShown()) throw new AppError('not_found')
}
