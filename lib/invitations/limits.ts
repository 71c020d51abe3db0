// Rate limits of invitations: per inviter including their API keys, per organization, and per address, from one
// organization and from all. Only rows that pass validation count, so that nobody else's quota is used up.
import type { OrgSession } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { quotaOf, consume, type Quota } from '@/lib/requests/rate-limits'
import { isGood, type RowResult } from './validate-rows'

/** Marks the valid rows that exceed a limit; counts nothing. */
export const previewLimits = async (session: OrgSession, results: RowResult[]): Promise<RowResult[]> =>
  applyLimits(session, await senderAllowance(session), results)

async function applyLimits(session: OrgSession, sender: Quota, results: RowResult[]): Promise<RowResult[]> {
  let left = sender.left
  const limited: RowResult[] = []
  for (const row of results) {
    const recipient = isGood(row) ? await recipientAllowance(session, row.email) : null
    if (!recipient) limited.push(row)
    else if (recipient.left === 0) limited.push(rateLimit(row, recipient.retryAfterSeconds))
    else limited.push(left-- > 0 ? row : rateLimit(row, sender.retryAfterSeconds))
  }
  return limited
}

/** The same, and counts the rows that will be sent. Throws rate_limited if the sender's quota is used up. */
export async function consumeQuota(session: OrgSession, results: RowResult[]): Promise<RowResult[]> {
  const sender = await senderAllowance(session)
  if (sender.left === 0 && results.some(isGood)) throw new AppError('rate_limited', sender)
  const limited = await applyLimits(session, sender, results)
  const good = limited.filter(isGood)
  if (good.length === 0) return limited
  await countSender(session, good.length)
  for (const { email } of good) {
    await consume('invitations_by_organization_and_recipient', `${session.org.id} ${email}`)
    await consume('invitations_by_recipient', email)
  }
  return limited
}

/** Counts a copied link against the sender only, because it sends no mail. Throws rate_limited. */
export async function consumeLinkQuota(session: OrgSession): Promise<void> {
  const sender = await senderAllowance(session)
  if (sender.left === 0) throw new AppError('rate_limited', sender)
  await countSender(session, 1)
}

/** Counts one mail to an address. Throws rate_limited. */
export async function consumeOne(session: OrgSession, email: string): Promise<void> {
  const [row] = await consumeQuota(session, [{ email, role: '', status: 'created' }])
  assertWithinLimits(row!)
}

/** Throws rate_limited for a row that exceeds a limit. */
export function assertWithinLimits({ status, retryAfterSeconds = 0 }: RowResult): void {
  if (status === 'rate_limited') throw new AppError('rate_limited', { retryAfterSeconds })
}

const rateLimit = (row: RowResult, retryAfterSeconds: number): RowResult => ({
  ...row,
  status: 'rate_limited',
  retryAfterSeconds,
})

async function countSender(session: OrgSession, count: number): Promise<void> {
  await consume('invitations_by_inviter', session.responsibleId, count)
  await consume('invitations_by_organization', session.org.id, count)
}

/** The smaller quota of the address: from this organization or from all. */
async function recipientAllowance({ org }: OrgSession, email: string) {
  const ours = await quotaOf('invitations_by_organization_and_recipient', `${org.id} ${email}`)
  const all = await quotaOf('invitations_by_recipient', email)
  return ours.left < all.left ? ours : all
}

/** The smaller quota of the sender: the inviter's or the organization's. */
async function senderAllowance({ responsibleId, org }: OrgSession): Promise<Quota> {
  const inviter = await quotaOf('invitations_by_inviter', responsibleId)
  const organization = await quotaOf('invitations_by_organization', org.id)
  return inviter.left < organization.left ? inviter : organization
}
