// Delivers the outbox. A mail's own row is the job: claimed with a lease that other instances respect, tried with growing
// pauses, and marked sent only after the server took it; so a crash sends it again, under the same Message-ID, and loses none.
import { createTransport, type Transporter } from 'nodemailer'
import { withIdentity } from '@/lib/db/with-identity'
import { product } from '@/lib/config'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'

const batchSize = 10
const leaseSeconds = 300
// With a server that is slow but alive, the rest of a batch waits for the end of its lease: nobody sends it twice.
const batchSeconds = 60
const giveUpAfterSeconds = 48 * 60 * 60
const firstPauseSeconds = 15
const longestPauseSeconds = 30 * 60
// How long a server may take to answer.
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

/** Sends one mail; throws what the server said. */
export type Send = (email: DueEmail) => Promise<void>

/** The SMTP server of SMTP_URL, or null where there is none. */
export function smtpSender(patience = timeouts): Send | null {
  const { SMTP_URL, MAIL_FROM, APP_URL } = getEnv()
  if (!SMTP_URL) return null
  const host = new URL(APP_URL).hostname
  const from = MAIL_FROM ?? `${product.name} <no-reply@${host}>`
  const transport: Transporter = createTransport({
    // As a key among others: beside a bare URL they would be defaults of messages, and no timeout at all.
    url: SMTP_URL,
    ...patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async ({ id, to, subject, text, html }) => {
    await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html, messageId: `<${id}@${host}>` })
  }
}

/** Tries everything that is due, once. Out: how many mails it tried. */
export async function deliverDue(send: Send): Promise<number> {
  const due = await claim()
  const started = performance.now()
  for (const email of due) {
    if (performance.now() - started > batchSeconds * 1000) break
    if (!(await stillWaits(email))) continue
    const failure = await send(email).then(
      () => null,
      (error: unknown) => describeFailure(error),
    )
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

// While the mails before it were sent, it may have been called off: its link was replaced, or the organization deleted.
const stillWaits = async ({ id }: DueEmail): Promise<boolean> =>
  (await withIdentity((db) => db.email.count({ where: { id, status: 'queued' } }))) > 0

// A captured mail keeps its text, to be read in the mailbox; one that nobody sends any more forgets it, since it may hold a
// secret link.
const forgotten = () => (getEnv().SMTP_URL ? { text: '', html: '' } : {})

const markSent = ({ id }: DueEmail): Promise<unknown> =>
  withIdentity((db) =>
    db.email.updateMany({
      where: { id },
      data: { status: 'sent', sentAt: new Date(), lastError: null, ...forgotten() },
    }),
  )

function postpone({ id, attempts, expired }: DueEmail, { reason, permanent, code }: Failure): Promise<unknown> {
  // Not the reason, in which servers name the address.
  log.warn({ email_id: id, attempts, code, permanent }, 'a mail could not be delivered')
  const pauseSeconds = Math.min(firstPauseSeconds * 2 ** (attempts - 1), longestPauseSeconds)
  const nextAttemptAt = new Date(Date.now() + pauseSeconds * 1000)
  const data = permanent || expired ? { status: 'failed', ...forgotten() } : { nextAttemptAt }
  return withIdentity((db) =>
    db.email.updateMany({ where: { id, status: 'queued' }, data: { ...data, lastError: reason } }),
  )
}

type Failure = { reason: string; code: unknown; permanent: boolean }

// 5xx is a final word (RFC 5321, 4.2.1) on this recipient or this mail. On anything before, it is about the server or the
// sender: a setting, which somebody will mend. Everything else may pass.
const aboutTheMail: unknown[] = ['RCPT TO', 'DATA']

// The server's words can hold addresses, not secrets.
function describeFailure(error: unknown): Failure {
  const { responseCode, response, code, command, message } = error as Record<string, unknown>
  const reason = String(response ?? message ?? code ?? 'unknown')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
  const permanent = typeof responseCode === 'number' && responseCode >= 500 && aboutTheMail.includes(command)
  return { reason, code: responseCode ?? code, permanent }
}
