'use server'

import { z } from 'zod'
import { removeConnection } from '@/lib/accounts/my-connections'
import { stayOn, userAction } from '@/lib/actions'
import { flash } from '@/lib/flash'

export const removeConnectionAction = userAction(z.strictObject({ id: z.string() }), async ({ ctx, input }) => {
  const provider = await removeConnection(ctx, input.id)
  await flash(`${provider} is no longer connected.`)
  await stayOn('/account/security')
})
