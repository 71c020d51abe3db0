import { permissions, type Permission } from '@/lib/permissions/catalogue'
import { lackedBy } from '@/lib/permissions/grants'
import type { MemberEntry } from '@/lib/pages'
import { whomToAsk } from '../../whom-to-ask'

/** What somebody lacks and so cannot give to a role, each with whom to ask for it. */
export async function closedBoxes(entry: MemberEntry): Promise<Partial<Record<Permission, string>>> {
  const ask = await whomToAsk(entry)
  return Object.fromEntries(lackedBy(entry, permissions).map((permission) => [permission, ask([permission])]))
}
