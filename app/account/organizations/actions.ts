'use server'

import { z } from 'zod'
import { setDefaultOrganization } from '@/lib/accounts/my-organizations'
import { stayOn, userAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { leaveOrganization } from '@/lib/members/commands'

const page = '/account/organizations'
const chosenSchema = z.strictObject({ id: z.string().min(1).max(64), name: z.string() })

export const makeDefaultAction = userAction(chosenSchema, async ({ ctx, input: { id, name } }) => {
  await setDefaultOrganization(ctx, id)
  await flash(`Your default organization is now ${name}.`)
  await stayOn(page)
})

export const clearDefaultAction = userAction(z.strictObject({}), async ({ ctx }) => {
  await setDefaultOrganization(ctx, null)
  await flash('Default removed. You’ll start where you left off.')
  await stayOn(page)
})

export const leaveAction = userAction(chosenSchema, async ({ ctx, input: { id, name } }) => {
  await leaveOrganization({ ...ctx, organization: id, tokenId: null })
  await flash(`You have left ${name}.`)
  await stayOn(page)
})
