'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction, userAction } from '@/lib/actions'
import { resendVerification, verifyEmail } from '@/lib/accounts/commands'
import { tokenSchema } from '@/lib/accounts/schema'
import { findUser } from '@/lib/pages'
import { pickerPath } from '@/lib/auth/start-page'
import { flash } from '@/lib/flash'
import { createFirstOrganization } from '@/lib/organizations/first-organization'

export const verifyEmailAction = publicAction(tokenSchema, async ({ input }) => {
  await verifyEmail(input.token)
  const user = await findUser()
  if (!user) redirect('/sign-in?notice=verified')
  await createFirstOrganization(user)
  await flash('Your email address is verified.')
  redirect(pickerPath)
})

export const resendVerificationAction = userAction(z.strictObject({}), async ({ ctx, headers }) => {
  await resendVerification(ctx, headers)
  return 'A new link is on its way to your inbox.'
})
