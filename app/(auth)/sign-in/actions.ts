'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '@/lib/actions'
import { openBrowserSession } from '@/lib/accounts/browser-session'
import { signInSchema } from '@/lib/auth/credentials'
import { signIn } from '@/lib/accounts/sessions'
import { arrivalPath } from '@/lib/auth/start-page'

export const signInAction = publicAction(
  signInSchema.extend({ callbackUrl: z.string().optional() }),
  async ({ input: { callbackUrl, ...credentials }, headers }) => {
    const ctx = await signIn(credentials, headers)
    await openBrowserSession(ctx)
    redirect(await arrivalPath(ctx, callbackUrl))
  },
)
