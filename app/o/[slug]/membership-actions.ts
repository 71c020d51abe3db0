'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { userAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { singleLine } from '@/lib/schemas'

/** Called by an open page when its viewer is no longer a member of the organization. */
export const lostMembershipAction = userAction(z.strictObject({ name: singleLine(80) }), async ({ input }) => {
  await flash(`You no longer have access to ${input.name}.`)
  redirect('/organizations')
})
