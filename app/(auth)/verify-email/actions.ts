'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction, userAction } from '@/lib/actions'
import { openBrowserSession } from '@/lib/accounts/browser-session'
import { findCodeRequest, forgetCodeRequest } from '@/lib/accounts/code-cookie'
import { verifyEmailSchema } from '@/lib/accounts/schema'
import type { ProvenPerson } from '@/lib/auth/proven-person'
import { keepSession } from '@/lib/auth/session-cookie'
import { signInProven } from '@/lib/accounts/sessions'
import { resendVerification, verifyEmail } from '@/lib/accounts/verification'
import { currentContext, findUser } from '@/lib/pages'
import { flash } from '@/lib/flash'
import { createFirstOrganization } from '@/lib/organizations/first-organization'
import { firstPage } from '../first-page'

export const verifyEmailAction = publicAction(verifyEmailSchema, async ({ input, headers }) => {
  const began = await findCodeRequest()
  const { proven, isChange, kept } = await verifyEmail(input, await currentContext(), headers, began)
  if (kept) await keepSession(kept)
  const user = kept ?? (await findUser())
  const ctx = user ?? (await signInByLink(proven, input.password === undefined ? 'otp' : 'pwd', headers))
  if (user) await createFirstOrganization(user)
  await flash(isChange ? 'Your new email address is saved.' : 'Your email address is verified.')
  if (isChange) redirect('/account')
  await forgetCodeRequest()
  redirect(await firstPage(ctx, began?.link === input.token ? began.returnTo : undefined))
})

// The link has proven who they are, with the password or in the browser in which they signed up.
async function signInByLink(proven: ProvenPerson, method: 'pwd' | 'otp', headers: Headers) {
  const ctx = await signInProven(proven, headers, method)
  await openBrowserSession(ctx)
  return ctx
}

export const resendVerificationAction = userAction(z.strictObject({}), async ({ ctx, headers }) => {
  await resendVerification(ctx, headers)
  return 'A new link is on its way to your inbox.'
})
