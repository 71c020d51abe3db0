// The same change for several members: each is judged by itself, so that one who must stay as they are stops no other.
import type { OrgContext } from '@/lib/db/entry'
import { AppError } from '@/lib/errors'
import { changeRole, removeMember, type changeRoleSchema } from '@/lib/members'
import type { z } from 'zod'

/** What became of a list of members: how many were changed, and why the others were not. */
export type ManyResult = { done: number; refused: { userId: string; reason: string }[] }

export const changeRoles = (
  ctx: OrgContext,
  userIds: string[],
  input: z.infer<typeof changeRoleSchema>,
): Promise<ManyResult> => each(userIds, (userId) => changeRole(ctx, userId, input))

export const removeMembers = (ctx: OrgContext, userIds: string[]): Promise<ManyResult> =>
  each(userIds, (userId) => removeMember(ctx, userId))

async function each(userIds: string[], change: (userId: string) => Promise<unknown>): Promise<ManyResult> {
  const result: ManyResult = { done: 0, refused: [] }
  for (const userId of userIds) {
    try {
      await change(userId)
      result.done++
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500 || error.status === 401) throw error
      if (error.code === 'reauth_required') throw error
      result.refused.push({ userId, reason: error.message })
    }
  }
  return result
}
