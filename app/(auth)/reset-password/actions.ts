'use server'

import { redirect } from 'next/navigation'
import { publicAction } from '@/lib/actions'
import { resetPassword } from '@/lib/accounts/commands'
import { resetPasswordSchema } from '@/lib/accounts/schema'

export const resetPasswordAction = publicAction(resetPasswordSchema, async ({ input, headers }) => {
  await resetPassword(input, headers)
  redirect('/sign-in?notice=password')
})
