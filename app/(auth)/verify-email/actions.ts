'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction, userAction } from '@/lib/actions'
import { openBrowserSession } from '@/lib/accounts/browser-session'
import { verifyEmailSchema } from '@/lib/accounts/schema'
import { signInProven } from '@/lib/accounts/sessions'
import { resendVerification, verifyEmail } from '@/lib/accounts/verification'
import { currentContext, findUser } from '@/lib/pages'
import { pickerPath } from '@/lib/auth/start-page'
import { flash } from '@/lib/flash'
import { createFirstOrganization } from '@/lib/organizations/first-organization'

export const verifyEmailAction = publicAction(verifyEmailSchema, async ({ input, headers }) => {
  const { userId, isChange } = await verifyEmail(input, await currentContext(), headers)
  const user = await findUser()
  if (user) await createFirstOrganization(user)
  // The link and the password have proven who they are.
  else await openBrowserSession(await signInProven(userId, headers, 'pwd'))
  await flash(isChange ? 'Your new email address is saved.' : 'Your email address is verified.')
  redirect(isChange ? '/account' : pickerPath)
})

export const resendVerificationAction = userAction(z.strictObject({}), async ({ ctx, headers }) => {
  await resendVerification(ctx, headers)
  return 'A new link is on its way to your inbox.'
})
