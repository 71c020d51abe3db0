// Changes several members. Each is checked and changed in its own transaction, so that one refusal does not stop the
// others.
import type { OrgContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { changeRole, removeMember, type ChangedMember } from './commands'
import type { changeRoleSchema } from './schema'
import { expectedInForm } from '@/lib/requests/versions'
import type { z } from 'zod'

export const maxAtOnce = 100

/** The result: how many were changed, which ones, and why the others were not. */
export type ManyResult<Changed = unknown> = {
  done: number
  changed: Changed[]
  refused: { userId: string; reason: string }[]
}

/**
 * Changes the role of several members. Throws reauth_required while none is changed; later refusals of single members are in the
 * result.
 */
export const changeRoles = (
  ctx: OrgContext,
  userIds: string[],
  input: z.infer<typeof changeRoleSchema>,
): Promise<ManyResult<ChangedMember>> =>
  each(
    userIds.map((userId) => ({ userId })),
    ({ userId }) => changeRole(ctx, userId, input),
  )

/** Removes several members. Throws as `changeRoles` does. */
export const removeMembers = (ctx: OrgContext, userIds: string[]): Promise<ManyResult> =>
  each(
    userIds.map((userId) => ({ userId })),
    ({ userId }) => removeMember(ctx, userId),
  )

/** Restores former roles, except of members whose role has been changed since. */
export const undoRoles = (
  ctx: OrgContext,
  { role, former }: { role: string; former: { userId: string; role: string }[] },
): Promise<ManyResult<ChangedMember>> =>
  each(former, (member) => changeRole(ctx, member.userId, { role: member.role }, expectedInForm(role)), {
    isRepeatable: true,
  })

// `isRepeatable`: after a confirmation all are tried again, and those that are changed already stay as they are.
async function each<Item extends { userId: string }, Changed>(
  items: Item[],
  change: (item: Item) => Promise<Changed>,
  { isRepeatable = false } = {},
): Promise<ManyResult<Changed>> {
  if (items.length > maxAtOnce) throw new RangeError('Too many members at once.')
  const result: ManyResult<Changed> = { done: 0, changed: [], refused: [] }
  for (const item of items) {
    try {
      result.changed.push(await change(item))
      result.done++
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500 || error.status === 401) throw error
      if (error.code === 'reauth_required' && (isRepeatable || result.done === 0)) throw error
      result.refused.push({ userId: item.userId, reason: error.message })
    }
  }
  return result
}
