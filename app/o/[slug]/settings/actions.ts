'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { assertMayExport } from '@/lib/organizations/export'
import { removeLogo } from '@/lib/organizations/logo'
import { updateOrganization, updateOrganizationSchema } from '@/lib/organizations/profile'

export const updateOrganizationAction = orgAction(updateOrganizationSchema, async ({ ctx, input }) => {
  const { slug } = await updateOrganization(ctx, input)
  await flash('Settings saved.')
  redirect(`/o/${slug}/settings`)
})

export const removeLogoAction = orgAction(z.strictObject({}), async ({ ctx }) => {
  await removeLogo(ctx)
  await flash('Logo removed.')
  redirect(`/o/${ctx.organization}/settings`)
})

/** Only asks: the file itself is fetched by its address. */
export const exportAction = orgAction(z.strictObject({}), ({ ctx }) => assertMayExport(ctx))
