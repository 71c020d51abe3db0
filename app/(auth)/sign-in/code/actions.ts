'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { openBrowserSession } from '@/lib/accounts/browser-session'
import { findCodeRequest, forgetCodeRequest } from '@/lib/accounts/code-cookie'
import { codeSchema } from '@/lib/accounts/schema'
import { signInByCode } from '@/lib/accounts/sign-in-codes'
import { publicAction } from '@/lib/actions'
import { arrivalPath } from '@/lib/auth/start-page'
import { AppError } from '@/lib/errors'
import { flash } from '@/lib/flash'
import { firstPage } from '../../first-page'

const schema = z.strictObject({ code: codeSchema, callbackUrl: z.string().optional() })

export const signInByCodeAction = publicAction(schema, async ({ input, headers }) => {
  const began = await findCodeRequest()
  if (!began) throw new AppError('code_expired')
  const ctx = await signInByCode(began, input.code, headers)
  await openBrowserSession(ctx)
  await forgetCodeRequest()
  if (!began.link) redirect(await arrivalPath(ctx, input.callbackUrl))
  await flash('Your email address is verified.')
  redirect(await firstPage(ctx, input.callbackUrl))
})
