'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { getEnv } from '@/lib/env'
import { flash } from '@/lib/flash'
import { copyInvitationLink, resendInvitation, revokeInvitation } from '@/lib/invitations/commands'

const idSchema = z.strictObject({ id: z.string() })

export const resendInvitationAction = orgAction(idSchema, async ({ ctx, input: { id } }) => {
  const { email } = await resendInvitation(ctx, id)
  // A flash, because the form may disappear together with its row.
  await flash(`A new link is on its way to ${email}.`)
  refresh()
})

// The list is not refreshed, because that could remove the row with the link, which is shown only once.
export const copyInvitationLinkAction = orgAction(idSchema, async ({ ctx, input: { id } }) => ({
  values: { link: `${getEnv().APP_URL}${await copyInvitationLink(ctx, id)}` },
}))

export const revokeInvitationAction = orgAction(idSchema, async ({ ctx, input: { id } }) => {
  await revokeInvitation(ctx, id)
  await flash('Invitation revoked.')
  refresh()
})
