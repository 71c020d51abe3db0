'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { userAction } from '@/lib/actions'
import { removePicture } from '@/lib/accounts/picture'
import { updateAccount } from '@/lib/accounts/profile'
import { timeZoneSchema, updateAccountSchema } from '@/lib/accounts/schema'
import { flash } from '@/lib/flash'

const nameSchema = updateAccountSchema.pick({ name: true }).required()

export const saveNameAction = userAction(nameSchema, async ({ ctx, input }) => {
  await updateAccount(ctx, input)
  await flash('Name saved.')
  redirect('/account')
})

export const saveTimeZoneAction = userAction(z.strictObject({ time_zone: timeZoneSchema }), async ({ ctx, input }) => {
  await updateAccount(ctx, input)
  await flash('Time zone saved.')
  redirect('/account')
})

export const removePictureAction = userAction(z.strictObject({}), async ({ ctx }) => {
  await removePicture(ctx)
  await flash('Picture removed.')
  redirect('/account')
})
