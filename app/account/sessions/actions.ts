'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { userAction } from '@/lib/actions'
import { endMySession, endOtherSessions } from '@/lib/accounts/my-sessions'
import { flash } from '@/lib/flash'

export const endSessionAction = userAction(z.strictObject({ id: z.string() }), async ({ ctx, input }) => {
  await endMySession(ctx, input.id)
  await flash('Session ended.')
  redirect('/account/sessions')
})

export const endOtherSessionsAction = userAction(z.strictObject({}), async ({ ctx }) => {
  await endOtherSessions(ctx)
  await flash('All other sessions ended.')
  redirect('/account/sessions')
})
