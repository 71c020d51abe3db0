// Runs the delivery in every server process, every few seconds. If the database or the mail server is unavailable, only
// mails are delayed.
import { schedule } from '@/lib/jobs/schedule'
import { log } from '@/lib/log'
import { deliverDue, smtpSender, type Send } from './delivery'
import { hasNoServer } from './outbox'

const pauseMs = 2_000
// A turn ends in time to be seen as one that works.
const turnMs = 60_000
const capture: Send = async () => {}

/** Starts the delivery. Without SMTP_URL mails are captured; in production they wait. */
export function startMailWorker(): void {
  const send = hasNoServer() ? null : (smtpSender() ?? capture)
  if (!send) {
    log.warn('SMTP_URL is not set: mails wait in the outbox')
    return
  }
  schedule('delivering mails', pauseMs, async () => {
    const end = performance.now() + turnMs
    while ((await deliverDue(send)) > 0 && performance.now() < end);
  })
}
