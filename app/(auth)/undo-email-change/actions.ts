'use server'

import { redirect } from 'next/navigation'
import { undoEmailChange } from '@/lib/accounts/email-change'
import { tokenSchema } from '@/lib/accounts/schema'
import { publicAction } from '@/lib/actions'

// Public: who lost the account to another person cannot sign in.
export const undoEmailChangeAction = publicAction(tokenSchema, async ({ input, headers }) => {
  redirect(`/reset-password?token=${await undoEmailChange(input.token, headers)}`)
})
