'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { userAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { restoreOrganization } from '@/lib/organizations/deletion'
import { acceptMyInvitation, declineMyInvitation } from '@/lib/invitations/answer'

const idSchema = z.strictObject({ id: z.string() })

export const acceptMyInvitationAction = userAction(idSchema, async ({ ctx, input: { id } }) => {
  const { name, slug } = await acceptMyInvitation(ctx, id)
  await flash(`Welcome to ${name}.`)
  redirect(`/o/${slug}`)
})

export const declineMyInvitationAction = userAction(idSchema, async ({ ctx, input: { id } }) => {
  const organization = await declineMyInvitation(ctx, id)
  await flash(`Invitation to ${organization} declined.`)
  refresh()
})

export const restoreOrganizationAction = userAction(idSchema, async ({ ctx, input: { id } }) => {
  const { org } = await restoreOrganization(ctx, id)
  await flash(`${org.name} is back.`)
  redirect(`/o/${org.slug}`)
})
