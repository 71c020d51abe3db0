'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '@/lib/actions'
import { openBrowserSession } from '@/lib/accounts/browser-session'
import { keepCodeRequest } from '@/lib/accounts/code-cookie'
import { signInWithPasskey } from '@/lib/accounts/passkeys'
import { finishSignIn } from '@/lib/accounts/second-step'
import { signIn } from '@/lib/accounts/sessions'
import { requestSignInCode } from '@/lib/accounts/sign-in-codes'
import { signInSchema } from '@/lib/auth/credentials'
import { passkeyAnswerSchema } from '@/lib/auth/passkeys'
import { safeReturnPath } from '@/lib/auth/return-path'
import { secondFactorFields } from '@/lib/auth/second-factor'
import { arrivalPath } from '@/lib/auth/start-page'
import { flash } from '@/lib/flash'
import { jsonTextSchema } from '@/lib/requests/input'

const callbackUrl = z.string().optional()
const passkey = jsonTextSchema.pipe(passkeyAnswerSchema)

const shared = { email: signInSchema.shape.email, callbackUrl }

// One form with two buttons; the one for a code sends `way` and needs no password.
const waysSchema = z.discriminatedUnion('way', [
  z.strictObject({ ...shared, way: z.literal('code'), password: z.string().optional() }),
  signInSchema.extend({ ...shared, way: z.undefined().optional() }),
])

export const signInAction = publicAction(waysSchema, async ({ input, headers }) => {
  const { email, callbackUrl } = input
  if (input.way === 'code') {
    const began = await requestSignInCode(email, headers)
    await keepCodeRequest({ ...began, returnTo: safeReturnPath(callbackUrl) })
    redirect('/sign-in/code')
  }
  const ctx = await signIn({ email, password: input.password }, headers)
  await openBrowserSession(ctx)
  redirect(await arrivalPath(ctx, callbackUrl))
})

export const signInWithPasskeyAction = publicAction(
  z.strictObject({ passkey, callbackUrl }),
  async ({ input: { passkey, callbackUrl }, headers }) => {
    const ctx = await signInWithPasskey(passkey, headers)
    await openBrowserSession(ctx)
    redirect(await arrivalPath(ctx, callbackUrl))
  },
)

export const secondStepAction = publicAction(
  z.strictObject({ ...secondFactorFields, passkey: passkey.optional(), callbackUrl }),
  async ({ input: { callbackUrl, ...proof }, headers }) => {
    const { ctx, codesLeft } = await finishSignIn(proof, headers)
    await openBrowserSession(ctx)
    if (codesLeft !== null) await flash(`Signed in with a recovery code. ${wordsFor(codesLeft)}`)
    redirect(await arrivalPath(ctx, callbackUrl))
  },
)

const wordsFor = (left: number): string =>
  left === 0 ? 'It was your last: make new ones in your account.' : `You have ${left} left.`
