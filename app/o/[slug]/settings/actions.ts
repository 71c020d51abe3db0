'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction, stayOn } from '@/lib/actions'
import { allowAccessReport } from '@/lib/access-report/commands'
import { flash } from '@/lib/flash'
import { assertMayExport } from '@/lib/organizations/export'
import { hueFieldSchema, setHue } from '@/lib/organizations/hues'
import { removeLogo } from '@/lib/organizations/logo'
import { updateOrganization } from '@/lib/organizations/commands'
import { updateOrganizationSchema } from '@/lib/organizations/schema'
import {
  requireSecondFactor,
  requireSecondFactorSchema,
  stopRequiringSecondFactor,
} from '@/lib/organizations/second-factor'
import { parse } from '@/lib/requests/input'
import { expectedInForm, versionText } from '@/lib/requests/versions'

const editSchema = updateOrganizationSchema.extend({ version: z.string() })

export const updateOrganizationAction = orgAction(editSchema, async ({ ctx, input: { version, ...changes } }) => {
  const { slug, updatedAt } = await updateOrganization(ctx, changes, expectedInForm(version))
  await flash('Settings saved.')
  const path = `/o/${slug}/settings`
  if (slug !== ctx.organization) redirect(path)
  await stayOn(path)
  return { version: versionText(updatedAt) }
})

export const setHueAction = orgAction(z.strictObject({ hue: hueFieldSchema }), async ({ ctx, input: { hue } }) => {
  await setHue(ctx, hue)
  refresh()
  return 'Color saved.'
})

export const removeLogoAction = orgAction(z.strictObject({}), async ({ ctx }) => {
  await removeLogo(ctx)
  await flash('Logo removed.')
  await stayOn(`/o/${ctx.organization}/settings`)
})

const graceSchema = z.strictObject({ days: z.string().pipe(z.coerce.number()) })

export const requireSecondFactorAction = orgAction(graceSchema, async ({ ctx, input: { days } }) => {
  await requireSecondFactor(ctx, parse(requireSecondFactorSchema, { grace_days: days }))
  await flash(days === 0 ? 'Members need a second factor now.' : `Members have ${days} days to set up a second factor.`)
  await stayOn(`/o/${ctx.organization}/settings#second-factor`)
})

export const stopRequiringSecondFactorAction = orgAction(z.strictObject({}), async ({ ctx }) => {
  await stopRequiringSecondFactor(ctx)
  await flash('A second factor is optional again.')
  await stayOn(`/o/${ctx.organization}/settings#second-factor`)
})

export const allowAccessReportAction = orgAction(
  z.strictObject({ allowed: z.enum(['yes', 'no']) }),
  async ({ ctx, input: { allowed } }) => {
    await allowAccessReport(ctx, allowed === 'yes')
    await flash(allowed === 'yes' ? 'Members can open the access report.' : 'The access report is off.')
    await stayOn(`/o/${ctx.organization}/settings#access-report`)
  },
)

/** Only asks for a confirmation if the sign-in is old. The file itself is fetched from its URL. */
export const exportAction = orgAction(z.strictObject({}), ({ ctx }) => assertMayExport(ctx))
