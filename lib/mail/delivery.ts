// Delivers the outbox. Each mail's row is its job: claimed with a short lease that other instances respect, retried with growing
// pauses, and marked sent only after the server accepted it. The lease is extended while this process lives, so the mails of one that
// was killed are sent by another within half a minute, under the same Message-ID.
import { createTransport, type Transporter } from 'nodemailer'
import { join, sql } from '@/lib/db/sql'
import { withIdentity } from '@/lib/db/with-identity'
import { product } from '@/lib/config'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'

const batchSize = 10
const leaseSeconds = 20
const extendEveryMs = 5_000
// Stop a batch early when the server is slow: the rest waits for the end of its lease.
const batchSeconds = 60
const giveUpAfterSeconds = 48 * 60 * 60
const firstPauseSeconds = 15
const longestPauseSeconds = 30 * 60
// Timeouts of the SMTP server, in ms.
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

type DueEmail = {
  id: string
  to: string
  subject: string
  text: string
  html: string
  attempts: number
  expired: boolean
}

/** Sends one mail. Throws the server's error. */
export type Send = (email: DueEmail) => Promise<void>

/** Sends through SMTP_URL; null if it is not set. */
export function smtpSender(patience = timeouts): Send | null {
  const { SMTP_URL, MAIL_FROM, APP_URL } = getEnv()
  if (!SMTP_URL) return null
  const host = new URL(APP_URL).hostname
  const from = MAIL_FROM ?? `${product.name} <no-reply@${host}>`
  const transport: Transporter = createTransport({
    // An option among the others: beside a bare URL, nodemailer takes the others as message defaults and ignores the
    // timeouts.
    url: SMTP_URL,
    // Without it, anyone between could remove the offer of encryption and read the links.
    requireTLS: !isLoopback(SMTP_URL),
    ...patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async ({ id, to, subject, text, html }) => {
    await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html, messageId: `<${id}@${host}>` })
  }
}

const isLoopback = (url: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname)

/** Tries one batch of due mails. Out: how many it claimed. */
export async function deliverDue(send: Send): Promise<number> {
  const due = await claim()
  const started = performance.now()
  for (const [index, email] of due.entries()) {
    if (performance.now() - started > batchSeconds * 1000) break
    const rest = due.slice(index)
    if (!(await extend(rest)).includes(email.id)) continue
    const timer = setInterval(() => void extend(rest).catch(() => []), extendEveryMs).unref()
    const failure = await send(email)
      .then(
        () => null,
        (error: unknown) => describeFailure(error),
      )
      .finally(() => clearInterval(timer))
    await (failure ? postpone(email, failure) : markSent(email))
  }
  return due.length
}

const claim = (): Promise<DueEmail[]> =>
  withIdentity(
    (db) => db.$queryRaw<DueEmail[]>`
      update emails set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${leaseSeconds}::int)
      where id in (
        select id from emails where status = 'queued' and next_attempt_at <= now()
        order by next_attempt_at limit ${batchSize} for update skip locked)
      returning id, "to", subject, text, html, attempts,
        created_at < now() - make_interval(secs => ${giveUpAfterSeconds}::int) as expired`,
  )

// Extends the lease of claimed mails. Out: the ids of those that are still ours to send. A mail may be canceled while earlier ones of
// the batch are sent: its link was replaced, or the organization deleted. Or this process stood still for longer than the lease, and
// another has claimed the mail, which counts its attempts.
async function extend(emails: DueEmail[]): Promise<string[]> {
  const claims = emails.map(({ id, attempts }) => sql`(${id}, ${attempts}::int)`)
  const rows = await withIdentity(
    (db) => db.$queryRaw<{ id: string }[]>`
      update emails set next_attempt_at = now() + make_interval(secs => ${leaseSeconds}::int)
      where status = 'queued' and (id, attempts) in (${join(claims)}) returning id`,
  )
  return rows.map(({ id }) => id)
}

// Deletes the text of a mail that will not be sent again, since it may contain a secret link. A captured mail keeps it,
// for the mailbox page.
const withoutText = () => (getEnv().SMTP_URL ? { text: '', html: '' } : {})

const markSent = ({ id }: DueEmail): Promise<unknown> =>
  withIdentity((db) =>
    db.email.updateMany({
      where: { id },
      data: { status: 'sent', sentAt: new Date(), lastError: null, ...withoutText() },
    }),
  )

function postpone({ id, attempts, expired }: DueEmail, { reason, permanent, code }: Failure): Promise<unknown> {
  // Without the reason, because servers repeat the address in it.
  log.warn({ email_id: id, attempts, code, permanent }, 'a mail could not be delivered')
  const pauseSeconds = Math.min(firstPauseSeconds * 2 ** (attempts - 1), longestPauseSeconds)
  const nextAttemptAt = new Date(Date.now() + pauseSeconds * 1000)
  const data = permanent || expired ? { status: 'failed', ...withoutText() } : { nextAttemptAt }
  return withIdentity((db) =>
    db.email.updateMany({ where: { id, attempts, status: 'queued' }, data: { ...data, lastError: reason } }),
  )
}

type Failure = { reason: string; code: unknown; permanent: boolean }

// 5xx is permanent (RFC 5321, 4.2.1) if it answers these commands, which are about this mail. For earlier commands it
// is about the server or the sender, a setting that an operator can fix. Any other failure may be temporary.
const mailCommands: unknown[] = ['RCPT TO', 'DATA']

// The server's answer may contain addresses, but no secrets.
function describeFailure(error: unknown): Failure {
  const { responseCode, response, code, command, message } = error as Record<string, unknown>
  const reason = String(response ?? message ?? code ?? 'unknown')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
  const permanent = typeof responseCode === 'number' && responseCode >= 500 && mailCommands.includes(command)
  return { reason, code: responseCode ?? code, permanent }
}
