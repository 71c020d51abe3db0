'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '@/lib/actions'
import { closeBrowserSession } from '@/lib/accounts/browser-session'

// Public: whose session has ended already must be able to sign out all the same.
export const signOutAction = publicAction(z.strictObject({}), async () => {
  await closeBrowserSession()
  redirect('/sign-in')
})
