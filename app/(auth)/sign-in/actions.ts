'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '@/lib/actions'
import { openBrowserSession } from '@/lib/accounts/browser-session'
import { keepBegan } from '@/lib/accounts/code-cookie'
import { requestSignInCode } from '@/lib/accounts/sign-in-codes'
import { signInSchema } from '@/lib/auth/credentials'
import { signIn } from '@/lib/accounts/sessions'
import { safeReturnPath } from '@/lib/auth/return-path'
import { arrivalPath } from '@/lib/auth/start-page'

const shared = { email: signInSchema.shape.email, callbackUrl: z.string().optional() }

// One form with two buttons; the one for a code sends `way` and needs no password.
const waysSchema = z.discriminatedUnion('way', [
  z.strictObject({ ...shared, way: z.literal('code'), password: z.string().optional() }),
  signInSchema.extend({ ...shared, way: z.undefined().optional() }),
])

export const signInAction = publicAction(waysSchema, async ({ input, headers }) => {
  const { email, callbackUrl } = input
  if (input.way === 'code') {
    const began = await requestSignInCode(email, headers)
    await keepBegan({ ...began, returnTo: safeReturnPath(callbackUrl) })
    redirect('/sign-in/code')
  }
  const ctx = await signIn({ email, password: input.password }, headers)
  await openBrowserSession(ctx)
  redirect(await arrivalPath(ctx, callbackUrl))
})
