'use server'

import { redirect } from 'next/navigation'
import { publicAction } from '@/lib/actions'
import { resetPassword, resetPasswordSchema } from '@/lib/auth/accounts'

export const resetPasswordAction = publicAction(resetPasswordSchema, async ({ input, headers }) => {
  await resetPassword(input, headers)
  redirect('/sign-in?notice=password')
})
