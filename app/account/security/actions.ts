'use server'

import { redirect } from 'next/navigation'
import { userAction } from '@/lib/actions'
import { changePassword } from '@/lib/accounts/password'
import { changePasswordSchema } from '@/lib/accounts/schema'
import { flash } from '@/lib/flash'

// A form with a field for the current password asks for it, however recent the sign-in is.
export const changePasswordAction = userAction(
  changePasswordSchema.required({ current_password: true }),
  async ({ ctx, input, headers }) => {
    await changePassword(ctx, input, headers)
    await flash('Password changed. You’re signed out everywhere else.')
    redirect('/account/security')
  },
)

export const setPasswordAction = userAction(
  changePasswordSchema.omit({ current_password: true }),
  async ({ ctx, input, headers }) => {
    await changePassword(ctx, input, headers)
    await flash('Password set. You’re signed out everywhere else.')
    redirect('/account/security')
  },
)
