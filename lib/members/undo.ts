// Restores the former roles of members after a change (lib/requests/undo.ts).
import { z } from 'zod'
import type { UserContext } from '@/lib/db/session'
import { undoing, type UndoFields } from '@/lib/requests/undo'
import { undoRoles } from './bulk'
import type { ChangedMember } from './commands'

/** Members who got `role`, and the former role of each. */
export type RoleChanges = { organization: string; role: string; former: { userId: string; role: string }[] }

/** `former`: the ids of members by their former role, because about 80 of them must fit into a cookie. */
const changesSchema = z.object({ role: z.string(), former: z.record(z.string(), z.array(z.string())) })

export const undo = undoing('roles', changesSchema, async (ctx, { role, former }) => {
  const members = Object.entries(former).flatMap(([role, ids]) => ids.map((userId) => ({ userId, role })))
  const { changed, refused } = await undoRoles(ctx, { role, former: members })
  return {
    ...(changed.length > 0 && { message: describeUndone(changed) }),
    refused: refused.map(({ reason }) => reason),
  }
})

/** Undefined if there is nothing to undo (callers who lower their own role cannot undo that), or too much for a cookie. */
export function offerRoleUndo(by: UserContext, { organization, role, former }: RoleChanges): UndoFields | undefined {
  const changed = former.filter((member) => member.role !== role && member.userId !== by.userId)
  return changed.length > 0 ? undo.offer(by, organization, { role, former: groupByRole(changed) }) : undefined
}

function groupByRole(members: RoleChanges['former']): Record<string, string[]> {
  const groups: Record<string, string[]> = {}
  for (const { userId, role } of members) (groups[role] ??= []).push(userId)
  return groups
}

const describeUndone = (changed: ChangedMember[]): string =>
  changed.length === 1
    ? `${changed[0]!.name} is ${changed[0]!.roleName} again.`
    : `${changed.length} members have their previous roles again.`
