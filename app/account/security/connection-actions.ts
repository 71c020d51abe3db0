'use server'

import { z } from 'zod'
import { removeConnection } from '@/lib/accounts/my-connections'
import { stayOn, userAction } from '@/lib/actions'
import { flash } from '@/lib/flash'

export const removeConnectionAction = userAction(z.strictObject({ id: z.string() }), async ({ ctx, input }) => {
  await removeConnection(ctx, input.id)
  await flash('Connected account removed.')
  await stayOn('/account/security')
})
