'use server'

import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { getEnv } from '@/lib/env'
import { flash } from '@/lib/flash'
import { copyInvitationLink, resendInvitation, revokeInvitation } from '@/lib/invitations/commands'
import { undo } from '@/lib/invitations/undo'
import { versionText } from '@/lib/requests/versions'

const idSchema = z.strictObject({ id: z.string() })

export const resendInvitationAction = orgAction(idSchema, async ({ ctx, input: { id }, backTo }) => {
  const { email } = await resendInvitation(ctx, id)
  await flash(`A new link is on its way to ${email}.`)
  backTo('/invitations')
})

// It stays on the page, because the link is shown only once.
export const copyInvitationLinkAction = orgAction(idSchema, async ({ ctx, input: { id } }) => ({
  values: { link: `${getEnv().APP_URL}${await copyInvitationLink(ctx, id)}` },
}))

export const revokeInvitationAction = orgAction(idSchema, async ({ ctx, input: { id }, backTo }) => {
  const { email, revokedAt } = await revokeInvitation(ctx, id)
  const offer = revokedAt && undo.offer(ctx, ctx.organization, { id, revokedAt: versionText(revokedAt) })
  await flash(`Invitation of ${email} revoked.`, offer ?? undefined)
  backTo('/invitations')
})
