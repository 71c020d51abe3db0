// The same change for several members: each is judged by itself, so that one who must stay as they are stops no other.
import type { OrgContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { changeRole, removeMember, type ChangedMember } from './commands'
import type { changeRoleSchema } from './schema'
import type { RoleChanges } from './undo'
import { expectedInForm } from '@/lib/requests/versions'
import type { z } from 'zod'

/** Each of them is a transaction of its own. */
export const maxAtOnce = 100

/** What became of a list of members: how many were changed, who, and why the others were not. */
export type ManyResult<Changed = unknown> = {
  done: number
  changed: Changed[]
  refused: { userId: string; reason: string }[]
}

export const changeRoles = (
  ctx: OrgContext,
  userIds: string[],
  input: z.infer<typeof changeRoleSchema>,
): Promise<ManyResult<ChangedMember>> =>
  each(
    userIds.map((userId) => ({ userId })),
    ({ userId }) => changeRole(ctx, userId, input),
  )

export const removeMembers = (ctx: OrgContext, userIds: string[]): Promise<ManyResult> =>
  each(
    userIds.map((userId) => ({ userId })),
    ({ userId }) => removeMember(ctx, userId),
  )

/** Gives everybody the role that they had, where nobody has changed it since. */
export const undoRoles = (ctx: OrgContext, { role, former }: RoleChanges): Promise<ManyResult<ChangedMember>> =>
  each(former, (member) => changeRole(ctx, member.userId, { role: member.role }, expectedInForm(role)))

async function each<Item extends { userId: string }, Changed>(
  items: Item[],
  change: (item: Item) => Promise<Changed>,
): Promise<ManyResult<Changed>> {
  if (items.length > maxAtOnce) throw new RangeError('Too many members at once.')
  const result: ManyResult<Changed> = { done: 0, changed: [], refused: [] }
  for (const item of items) {
    try {
      result.changed.push(await change(item))
      result.done++
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500 || error.status === 401) throw error
      if (error.code === 'reauth_required') throw error
      result.refused.push({ userId: item.userId, reason: error.message })
    }
  }
  return result
}
