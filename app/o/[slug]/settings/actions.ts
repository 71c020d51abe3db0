'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { assertMayExport } from '@/lib/organizations/export'
import { removeLogo } from '@/lib/organizations/logo'
import { updateOrganization } from '@/lib/organizations/commands'
import { updateOrganizationSchema } from '@/lib/organizations/schema'
import { expectedInForm } from '@/lib/requests/versions'

const editSchema = updateOrganizationSchema.extend({ version: z.string() })

export const updateOrganizationAction = orgAction(editSchema, async ({ ctx, input: { version, ...changes } }) => {
  const { slug } = await updateOrganization(ctx, changes, expectedInForm(version))
  await flash('Settings saved.')
  redirect(`/o/${slug}/settings`)
})

export const removeLogoAction = orgAction(z.strictObject({}), async ({ ctx }) => {
  await removeLogo(ctx)
  await flash('Logo removed.')
  redirect(`/o/${ctx.organization}/settings`)
})

/** Only asks for the password if the sign-in is old. The file itself is fetched from its URL. */
export const exportAction = orgAction(z.strictObject({}), ({ ctx }) => assertMayExport(ctx))
