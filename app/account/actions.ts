'use server'

import { z } from 'zod'
import { stayOn, userAction } from '@/lib/actions'
import { cancelEmailChange, requestEmailChange } from '@/lib/accounts/email-change'
import { removePicture } from '@/lib/accounts/picture'
import { updateAccount } from '@/lib/accounts/profile'
import { changeEmailSchema, localeSchema, timeZoneSchema, updateAccountSchema } from '@/lib/accounts/schema'
import { flash } from '@/lib/flash'
import { optionalNotices } from '@/lib/mail/notices'

const nameSchema = updateAccountSchema.pick({ name: true }).required()

export const saveNameAction = userAction(nameSchema, async ({ ctx, input }) => {
  await updateAccount(ctx, input)
  await flash('Name saved.')
  await stayOn('/account')
})

const preferencesSchema = z.strictObject({ locale: localeSchema, time_zone: timeZoneSchema })

export const savePreferencesAction = userAction(preferencesSchema, async ({ ctx, input }) => {
  await updateAccount(ctx, input)
  await flash('Preferences saved.')
  await stayOn('/account')
})

export const changeEmailAction = userAction(changeEmailSchema, async ({ ctx, input: { email }, headers }) => {
  await requestEmailChange(ctx, email, headers)
  await flash('A link is on its way to the new address.')
  await stayOn('/account#email')
})

export const cancelEmailChangeAction = userAction(z.strictObject({}), async ({ ctx }) => {
  await cancelEmailChange(ctx)
  await flash('Email change canceled.')
  await stayOn('/account#email')
})

// A box that is not checked is not sent.
const boxesSchema = z.strictObject(Object.fromEntries(optionalNotices.map((notice) => [notice, z.string().optional()])))

export const saveNoticesAction = userAction(boxesSchema, async ({ ctx, input }) => {
  await updateAccount(ctx, {
    notices: Object.fromEntries(optionalNotices.map((notice) => [notice, input[notice] !== undefined])),
  })
  await flash('Notifications saved.')
  await stayOn('/account')
})

export const removePictureAction = userAction(z.strictObject({}), async ({ ctx }) => {
  await removePicture(ctx)
  await flash('Picture removed.')
  await stayOn('/account')
})
