'use server'

import { z } from 'zod'
import { stayOn, userAction } from '@/lib/actions'
import { endMySession, endOtherSessions } from '@/lib/accounts/my-sessions'
import { keepSession } from '@/lib/auth/session-cookie'
import { flash } from '@/lib/flash'

export const endSessionAction = userAction(z.strictObject({ id: z.string() }), async ({ ctx, input }) => {
  const device = await endMySession(ctx, input.id)
  await flash(`The session of ${device} ended.`)
  await stayOn('/account/sessions')
})

export const endOtherSessionsAction = userAction(z.strictObject({}), async ({ ctx }) => {
  await keepSession(await endOtherSessions(ctx))
  await flash('All other sessions ended.')
  await stayOn('/account/sessions')
})
