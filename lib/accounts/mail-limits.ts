import { mailboxOf } from '@/lib/auth/email-address'
import { AppError } from '@/lib/errors'
import { counting, type Counted } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'

/**
 * Whether one more mail may go to an address. Limits requests per network and per mailbox, so that a stranger can
 * neither fill a mailbox nor use up its owner's requests. The answer to a request must not show whether a limit is
 * reached.
 */
export async function countMail(purpose: string, email: string, headers: Headers): Promise<boolean> {
  const mailbox = mailboxOf(email)
  const limits: Counted[] = [
    ['mail_by_address_and_network', `${purpose} ${mailbox} ${clientNetwork(headers)}`],
    ['mail_by_address', `${purpose} ${mailbox}`],
  ]
  try {
    return await counting(limits, async () => true)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error
    return false
  }
}
