// Runs the delivery in every server process, a few seconds apart. A database that is away, or a mail server, delays mails
// and nothing else.
import { log } from '@/lib/log'
import { deliverDue, smtpSender, type Send } from './delivery'
import { hasNoServer } from './outbox'

const pauseMs = 2_000
const capture: Send = async () => {}

/** Starts delivering. Without SMTP_URL the outbox is the mailbox; in production, where nobody could read it, mails wait. */
export function startMailWorker(): void {
  const send = hasNoServer() ? null : (smtpSender() ?? capture)
  if (!send) {
    log.warn('SMTP_URL is not set: mails wait in the outbox')
    return
  }
  const turn = async (): Promise<void> => {
    const count = await deliverDue(send).catch((error: Error) => {
      log.warn({ error: error.message }, 'the outbox could not be read')
      return 0
    })
    setTimeout(() => void turn(), count > 0 ? 0 : pauseMs).unref()
  }
  void turn()
}
