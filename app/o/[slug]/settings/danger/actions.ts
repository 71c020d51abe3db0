'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { pickerPath } from '@/lib/auth/start-page'
import { flash } from '@/lib/flash'
import { leaveOrganization } from '@/lib/members/commands'
import { deleteOrganizationByName, deleteByNameSchema } from '@/lib/organizations/deletion'
import {
  acceptTransfer,
  declineTransfer,
  offerOwnership,
  offerOwnershipSchema,
  revokeTransfer,
} from '@/lib/organizations/transfer'

const nothing = z.strictObject({})

export const leaveOrganizationAction = orgAction(nothing, async ({ ctx }) => {
  const name = await leaveOrganization(ctx)
  await flash(`You have left ${name}.`)
  redirect(pickerPath)
})

export const offerOwnershipAction = orgAction(offerOwnershipSchema, async ({ ctx, input }) => {
  const { recipient } = await offerOwnership(ctx, input)
  await flash(`Offered to ${recipient.name}. Nothing changes until they accept.`)
  refresh()
})

export const revokeTransferAction = orgAction(nothing, async ({ ctx }) => {
  await revokeTransfer(ctx)
  await flash('Offer canceled.')
  refresh()
})

export const acceptTransferAction = orgAction(nothing, async ({ ctx }) => {
  await acceptTransfer(ctx)
  await flash('You are the owner now.')
  redirect(`/o/${ctx.organization}`)
})

export const declineTransferAction = orgAction(nothing, async ({ ctx }) => {
  await declineTransfer(ctx)
  await flash('Offer declined.')
  redirect(`/o/${ctx.organization}`)
})

export const deleteOrganizationAction = orgAction(deleteByNameSchema, async ({ ctx, input }) => {
  await deleteOrganizationByName(ctx, input)
  await flash(`${input.name.trim()} was deleted.`)
  redirect(pickerPath)
})
