'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '@/lib/actions'
import { closeBrowserSession } from '@/lib/accounts/browser-session'

// Public, because a person whose session has ended must be able to sign out, too.
export const signOutAction = publicAction(z.strictObject({}), async () => {
  await closeBrowserSession()
  redirect('/sign-in')
})
