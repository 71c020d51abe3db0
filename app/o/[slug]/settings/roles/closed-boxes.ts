import { lackedBy, permissions, type Permission } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import { whomToAsk } from '../../whom-to-ask'

/** What somebody lacks and so cannot give to a role, each with whom to ask for it. */
export async function closedBoxes(entry: MemberEntry): Promise<Partial<Record<Permission, string>>> {
  const ask = await whomToAsk(entry)
  return Object.fromEntries(lackedBy(entry, permissions).map((permission) => [permission, ask([permission])]))
}
