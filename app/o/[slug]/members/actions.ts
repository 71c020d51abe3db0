'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { pickerPath } from '@/lib/auth/start-page'
import { flash } from '@/lib/flash'
import { changeRoles, removeMembers, type ManyResult } from '@/lib/many-members'
import { changeRole, changeRoleSchema, leaveOrganization, removeMember } from '@/lib/members'

const memberSchema = z.strictObject({ userId: z.string() })

export const changeRoleAction = orgAction(
  memberSchema.extend(changeRoleSchema.shape),
  async ({ ctx, input: { userId, role } }) => {
    const { name } = await changeRole(ctx, userId, { role })
    await flash(`${name} is ${role} now.`)
    refresh()
  },
)

export const removeMemberAction = orgAction(memberSchema, async ({ ctx, input: { userId } }) => {
  await removeMember(ctx, userId)
  // A flash, since the form that would show an answer goes with its row.
  await flash('Member removed.')
  refresh()
})

export const leaveOrganizationAction = orgAction(z.strictObject({}), async ({ ctx }) => {
  await leaveOrganization(ctx)
  await flash('You have left the organization.')
  redirect(pickerPath)
})

// A ticked box is a field of its own, called by the member's id; its value is their name, for the answer alone.
const selectionSchema = z
  .looseObject({ intent: z.enum(['role', 'remove']), role: changeRoleSchema.shape.role })
  .transform(({ intent, role, ...boxes }) => ({
    intent,
    role,
    names: new Map(Object.entries(boxes).map(([userId, name]) => [userId, String(name)])),
  }))
  .refine(({ names }) => names.size > 0, 'Select at least one member.')

export const changeSelectedAction = orgAction(selectionSchema, async ({ ctx, input: { intent, role, names } }) => {
  const userIds = [...names.keys()]
  const result = await (intent === 'role' ? changeRoles(ctx, userIds, { role }) : removeMembers(ctx, userIds))
  refresh()
  const changed = `${result.done} ${result.done === 1 ? 'member' : 'members'} ${intent === 'role' ? `made ${role}` : 'removed'}.`
  if (result.refused.length === 0) return changed
  return { message: `${changed} ${describe(result, names)}`, errors: { selection: ['refused'] } }
})

const describe = ({ refused }: ManyResult, names: Map<string, string>): string =>
  refused.map(({ userId, reason }) => `Not ${names.get(userId)}: ${reason}`).join(' ')
