// How much may be invited: by a person and their API keys, by an organization, and to one address, from one organization and
// from all of them. Counted behind the door, for what is about to go out: nobody uses up what is another's.
import type { OrgEntry } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { allowanceOf, countAgainst, type Allowance } from '@/lib/rate-limits'
import { isGood, type RowResult } from './validate-rows'

/** Marks the good rows that the limits hold back, and counts nothing. */
export const foresee = async (entry: OrgEntry, results: RowResult[]): Promise<RowResult[]> =>
  holdBack(entry, await senderAllowance(entry), results)

async function holdBack(entry: OrgEntry, sender: Allowance, results: RowResult[]): Promise<RowResult[]> {
  let left = sender.left
  const foreseen: RowResult[] = []
  for (const row of results) {
    const recipient = isGood(row) ? await recipientAllowance(entry, row.email) : null
    if (!recipient) foreseen.push(row)
    else if (recipient.left === 0) foreseen.push(hold(row, recipient.retryAfterSeconds))
    else foreseen.push(left-- > 0 ? row : hold(row, sender.retryAfterSeconds))
  }
  return foreseen
}

/** The same, and counts what may go out. Throws rate_limited where its sender may send nothing more at all. */
export async function spend(entry: OrgEntry, results: RowResult[]): Promise<RowResult[]> {
  const sender = await senderAllowance(entry)
  if (sender.left === 0 && results.some(isGood)) throw new AppError('rate_limited', sender)
  const foreseen = await holdBack(entry, sender, results)
  const good = foreseen.filter(isGood)
  if (good.length === 0) return foreseen
  await countSender(entry, good.length)
  for (const { email } of good) {
    await countAgainst('invitations_by_organization_and_recipient', `${entry.org.id} ${email}`)
    await countAgainst('invitations_by_recipient', email)
  }
  return foreseen
}

/** Counts a link that is handed over: no mailbox is filled by it. Throws rate_limited. */
export async function spendLink(entry: OrgEntry): Promise<void> {
  const sender = await senderAllowance(entry)
  if (sender.left === 0) throw new AppError('rate_limited', sender)
  await countSender(entry, 1)
}

/** Counts one mail to an address. Throws rate_limited. */
export async function spendOne(entry: OrgEntry, email: string): Promise<void> {
  const [row] = await spend(entry, [{ email, role: '', status: 'created' }])
  assertNotHeld(row!)
}

export function assertNotHeld({ status, retryAfterSeconds = 0 }: RowResult): void {
  if (status === 'rate_limited') throw new AppError('rate_limited', { retryAfterSeconds })
}

const hold = (row: RowResult, retryAfterSeconds: number): RowResult => ({
  ...row,
  status: 'rate_limited',
  retryAfterSeconds,
})

async function countSender(entry: OrgEntry, count: number): Promise<void> {
  await countAgainst('invitations_by_inviter', entry.responsibleId, count)
  await countAgainst('invitations_by_organization', entry.org.id, count)
}

/** The narrower of the two that an address is under. */
async function recipientAllowance({ org }: OrgEntry, email: string) {
  const ours = await allowanceOf('invitations_by_organization_and_recipient', `${org.id} ${email}`)
  const all = await allowanceOf('invitations_by_recipient', email)
  return ours.left < all.left ? ours : all
}

/** The narrower of the two that whoever sends is under. */
async function senderAllowance({ responsibleId, org }: OrgEntry): Promise<Allowance> {
  const inviter = await allowanceOf('invitations_by_inviter', responsibleId)
  const organization = await allowanceOf('invitations_by_organization', org.id)
  return inviter.left < organization.left ? inviter : organization
}
