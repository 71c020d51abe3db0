// Rate limits of invitations: per inviter including their API keys, per organization, and per mailbox, from one
// organization and from all. Only rows that pass validation count, and what was not sent is taken back, so that nobody
// else's quota is used up. Counted outside of the transactions that validate and send.
import { mailboxOf } from '@/lib/auth/email-address'
import type { OrgSession } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { counting, quotaOf, refund, take, type Counted, type Quota } from '@/lib/requests/rate-limits'
import { isGood, type RowResult } from './validate-rows'

/** Marks the valid rows that exceed a limit; counts nothing. */
export async function previewLimits(session: OrgSession, results: RowResult[]): Promise<RowResult[]> {
  const [sender, ...recipients] = await Promise.all([
    smallestOf(senderLimits(session)),
    ...results.map((row) => (isGood(row) ? smallestOf(recipientLimits(session, row.email)) : null)),
  ])
  let left = sender.left
  return results.map((row, index) => {
    const recipient = recipients[index]
    if (!recipient) return row
    if (recipient.left === 0) return rateLimit(row, recipient.retryAfterSeconds)
    return left-- > 0 ? row : rateLimit(row, sender.retryAfterSeconds)
  })
}

/**
 * Counts every valid row that the limits allow, and marks the others, with one message to the store. Throws rate_limited if the
 * sender's quota is used up.
 */
export async function takeQuota(session: OrgSession, results: RowResult[]): Promise<RowResult[]> {
  const [allowed, { granted, retryAfterSeconds }] = await Promise.all([
    Promise.all(results.map((row) => (isGood(row) ? takeRecipient(session, row) : row))),
    takeSender(session, results.filter(isGood).length),
  ])
  const good = allowed.filter(isGood)
  const excess = new Set(good.slice(granted))
  await Promise.all([
    refundRecipients(session, [...excess]),
    refundSender(session, granted - (good.length - excess.size)),
  ])
  if (granted === 0 && good.length > 0) throw new AppError('rate_limited', { retryAfterSeconds })
  return allowed.map((row) => (excess.has(row) ? rateLimit(row, retryAfterSeconds) : row))
}

/** Takes back what `takeQuota` counted for rows that were not sent. */
export async function giveBack(session: OrgSession, rows: RowResult[]): Promise<void> {
  await Promise.all([refundSender(session, rows.length), refundRecipients(session, rows)])
}

const refundSender = (session: OrgSession, count: number): Promise<unknown> =>
  Promise.all(senderLimits(session).map(([limit, key]) => refund(limit, key, count)))

const refundRecipients = (session: OrgSession, rows: RowResult[]): Promise<unknown> =>
  Promise.all(rows.flatMap(({ email }) => recipientLimits(session, email)).map((each) => refund(...each)))

/** Counts a mail to an address around the work. Throws rate_limited. */
export const countingMail = <T>(session: OrgSession, email: string, work: () => Promise<T>): Promise<T> =>
  counting([...senderLimits(session), ...recipientLimits(session, email)], work)

/** Counts a copied link against the sender only, because it sends no mail. Throws rate_limited. */
export const countingLink = <T>(session: OrgSession, work: () => Promise<T>): Promise<T> =>
  counting(senderLimits(session), work)

/** Throws rate_limited for a row that exceeds a limit. */
export function assertWithinLimits({ status, retryAfterSeconds = 0 }: RowResult): void {
  if (status === 'rate_limited') throw new AppError('rate_limited', { retryAfterSeconds })
}

const senderLimits = ({ responsibleId, org }: OrgSession): Counted[] => [
  ['invitations_by_inviter', responsibleId],
  ['invitations_by_organization', org.id],
]

const recipientLimits = ({ org }: OrgSession, email: string): Counted[] => [
  ['invitations_by_organization_and_recipient', `${org.id} ${mailboxOf(email)}`],
  ['invitations_by_recipient', mailboxOf(email)],
]

async function takeRecipient(session: OrgSession, row: RowResult): Promise<RowResult> {
  try {
    await counting(recipientLimits(session, row.email), async () => {})
    return row
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error
    return rateLimit(row, error.retryAfterSeconds!)
  }
}

// As many as both limits allow.
async function takeSender(session: OrgSession, count: number) {
  const limits = senderLimits(session)
  const grants = await Promise.all(limits.map((each) => take(...each, count)))
  const smallest = grants.reduce((a, b) => (b.granted < a.granted ? b : a))
  await Promise.all(limits.map((each, index) => refund(...each, grants[index]!.granted - smallest.granted)))
  return smallest
}

const rateLimit = (row: RowResult, retryAfterSeconds: number): RowResult => ({
  ...row,
  status: 'rate_limited',
  retryAfterSeconds,
})

async function smallestOf(limits: Counted[]): Promise<Quota> {
  const quotas = await Promise.all(limits.map((each) => quotaOf(...each)))
  return quotas.reduce((a, b) => (b.left < a.left ? b : a))
}
