// Runs the delivery in every server process, every few seconds. If the database or the mail server is unavailable, only
// mails are delayed.
import { log } from '@/lib/log'
import { deliverDue, smtpSender, type Send } from './delivery'
import { hasNoServer } from './outbox'

const pauseMs = 2_000
const capture: Send = async () => {}

/** Starts the delivery. Without SMTP_URL mails are captured; in production they wait. */
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
