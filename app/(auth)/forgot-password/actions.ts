'use server'

import { redirect } from 'next/navigation'
import { publicAction } from '@/lib/actions'
import { requestPasswordReset } from '@/lib/accounts/commands'
import { emailSchema } from '@/lib/accounts/schema'
import { rememberAddress } from '../typed-address'

export const forgotPasswordAction = publicAction(emailSchema, async ({ input: { email }, headers }) => {
  await requestPasswordReset(email, headers)
  await rememberAddress(email)
  redirect('/forgot-password/check-inbox')
})
