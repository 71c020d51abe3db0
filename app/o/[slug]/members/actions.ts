'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { changeRoles, removeMembers, type ManyResult } from '@/lib/many-members'
import { allField } from './member-tools'
import { changeRole, changeRoleSchema, removeMember } from '@/lib/members'
import { offerUndo, readUndo } from '@/lib/undo'
import { seenInForm } from '@/lib/versions'

const memberSchema = z.strictObject({ userId: z.string() })

export const changeRoleAction = orgAction(
  memberSchema.extend({ ...changeRoleSchema.shape, seen: z.string() }),
  async ({ ctx, input: { userId, role, seen } }) => {
    const { name, formerRole } = await changeRole(ctx, userId, { role }, seenInForm(seen))
    const undo = { organization: ctx.organization, userId, role: formerRole }
    await flash(`${name} is ${role} now.`, formerRole === role ? undefined : offerUndo(ctx.sessionId, undo))
    refresh()
  },
)

/** Gives the former role back, as the toast of a change offers. */
export const undoRoleAction = orgAction(z.strictObject({ undo: z.string() }), async ({ ctx, input }) => {
  const { organization, userId, role } = readUndo(ctx.sessionId, input.undo)
  const { name } = await changeRole({ ...ctx, organization }, userId, changeRoleSchema.parse({ role }))
  await flash(`${name} is ${role} again.`)
  refresh()
})

export const removeMemberAction = orgAction(memberSchema, async ({ ctx, input: { userId } }) => {
  await removeMember(ctx, userId)
  // A flash, since the form that would show an answer goes with its row.
  await flash('Member removed.')
  refresh()
})

// A ticked box is a field of its own, called by the member's id; its value is their name, for the answer alone. Without a
// script the box for all of them comes alone and names everybody.
const allSchema = z
  .string()
  .transform((text, { addIssue }) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      addIssue({ code: 'custom', message: 'Select the members again.' })
    }
  })
  .pipe(z.array(z.tuple([z.string(), z.string()])).max(100))
  .default([])
const selectionSchema = z
  .looseObject({ intent: z.enum(['role', 'remove']), role: changeRoleSchema.shape.role, [allField]: allSchema })
  .transform(({ intent, role, [allField]: all, ...boxes }) => ({
    intent,
    role,
    names: new Map([...all, ...Object.entries(boxes).map(([userId, name]) => [userId, String(name)] as const)]),
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
