'use server'

import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { changeRoles, removeMembers, type ManyResult } from '@/lib/members/bulk'
import { changeRole, removeMember, type ChangedMember } from '@/lib/members/commands'
import { changeRoleSchema } from '@/lib/members/schema'
import { offerRoleUndo, type RoleChanges } from '@/lib/members/undo'
import { expectedInForm } from '@/lib/requests/versions'
import { membersFieldSchema } from './selection'

const memberSchema = z.strictObject({ userId: z.string() })

export const changeRoleAction = orgAction(
  memberSchema.extend({ ...changeRoleSchema.shape, version: z.string() }),
  async ({ ctx, input: { userId, role, version }, backTo }) => {
    const changed = await changeRole(ctx, userId, { role }, expectedInForm(version))
    const undo = offerRoleUndo(ctx, toChanges(ctx.organization, role, [changed]))
    await flash(`${changed.name} is now ${changed.roleName}.`, undo)
    backTo('/members')
  },
)

export const removeMemberAction = orgAction(memberSchema, async ({ ctx, input: { userId }, backTo }) => {
  const name = await removeMember(ctx, userId)
  await flash(`${name} was removed.`)
  backTo('/members')
})

const selectedSchema = z.strictObject({ members: membersFieldSchema })

export const changeRolesAction = orgAction(
  selectedSchema.extend({ ...changeRoleSchema.shape }),
  async ({ ctx, input: { members, role }, backTo }) => {
    const { done, changed, refused } = await changeRoles(ctx, [...members.keys()], { role })
    const message = count(done, changed[0] ? `changed to ${changed[0].roleName}` : 'changed')
    const undo = offerRoleUndo(ctx, toChanges(ctx.organization, role, changed))
    await flash(withRefused(message, refused, members), undo)
    backTo('/members')
  },
)

export const removeMembersAction = orgAction(selectedSchema, async ({ ctx, input: { members }, backTo }) => {
  const { done, refused } = await removeMembers(ctx, [...members.keys()])
  await flash(withRefused(count(done, 'removed'), refused, members))
  backTo('/members')
})

// A browser drops a cookie that is longer than 4 kB, so a few names stand for all.
const namedRefusals = 3

function withRefused(message: string, refused: ManyResult['refused'], names: Map<string, string>): string {
  const named = refused.slice(0, namedRefusals).map(({ userId, reason }) => `Not ${names.get(userId)}: ${reason}`)
  const others = refused.length - named.length
  return [message, ...named, ...(others > 0 ? [`Nor ${others} ${others === 1 ? 'other' : 'others'}.`] : [])].join(' ')
}

const toChanges = (organization: string, role: string, changed: ChangedMember[]): RoleChanges => ({
  organization,
  role,
  former: changed.map(({ userId, formerRole }) => ({ userId, role: formerRole })),
})

const count = (done: number, what: string): string => `${done} ${done === 1 ? 'member' : 'members'} ${what}.`
