'use server'

import { redirect } from 'next/navigation'
import { orgAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { updateOrganization, updateOrganizationSchema } from '@/lib/organizations/profile'

export const updateOrganizationAction = orgAction(updateOrganizationSchema, async ({ ctx, input }) => {
  const { slug } = await updateOrganization(ctx, input)
  await flash('Settings saved.')
  redirect(`/o/${slug}/settings`)
})
