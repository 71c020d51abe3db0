'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '@/lib/actions'
import { signUp, signUpSchema } from '@/lib/auth/accounts'
import { withReturn } from '../addresses'
import { rememberAddress } from '../typed-address'

export const signUpAction = publicAction(
  signUpSchema.extend({ callbackUrl: z.string().optional() }),
  async ({ input: { callbackUrl, ...account }, headers }) => {
    await signUp(account, headers)
    await rememberAddress(account.email)
    redirect(withReturn('/sign-up/check-inbox', callbackUrl))
  },
)
