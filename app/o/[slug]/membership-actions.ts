'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { userAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { singleLine } from '@/lib/schemas'

/** Of a page whose organization its reader no longer belongs to. */
export const lostMembershipAction = userAction(z.strictObject({ name: singleLine(80) }), async ({ input }) => {
  await flash(`You no longer belong to ${input.name}`)
  redirect('/organizations')
})
