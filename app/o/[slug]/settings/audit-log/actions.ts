'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { setAuditRetention, setAuditRetentionSchema } from '@/lib/audit-log/retention'
import { keptFor } from '@/lib/audit-log/sentences'
import { verifyAuditChain, type ChainCheck } from '@/lib/audit-log/verify'
import { flash } from '@/lib/flash'
import { expectedInForm } from '@/lib/requests/versions'
import { countedEvents, inDigits, onDay } from './words'

export const verifyChainAction = orgAction(z.strictObject({}), async ({ ctx, locale }) => {
  const check = await verifyAuditChain(ctx)
  return { values: { result: inWords(check, locale), verdict: check.broken ? 'broken' : 'unbroken' } }
})

const retentionFormSchema = z.strictObject({
  days: z
    .string({ error: 'Choose how long.' })
    .regex(/^(\d{1,4}|ever)$/, 'Choose how long.')
    .transform((days) => (days === 'ever' ? null : Number(days)))
    .pipe(setAuditRetentionSchema.shape.days),
  version: z.string(),
})

export const setAuditRetentionAction = orgAction(
  retentionFormSchema,
  async ({ ctx, input: { days: chosen, version } }) => {
    const days = await setAuditRetention(ctx, { days: chosen }, expectedInForm(version))
    await flash(`Events are kept ${keptFor(days)}.`)
    refresh()
  },
)

const reasons = {
  missing: 'an event before it is missing',
  order: 'it doesn’t follow the event before it',
  changed: 'its content was changed',
  behind: 'retention should have removed it',
}

function inWords({ events, firstAt, removed, broken }: ChainCheck, locale: string): string {
  const counted = countedEvents(events, locale)
  const older = removed > 0 ? ` It follows the ${inDigits(removed, locale)} before it that are no longer kept.` : ''
  if (!broken)
    return firstAt ? `${counted}, unbroken since ${onDay(firstAt, locale)}.${older}` : 'There is nothing to verify yet.'
  const { sequence, id, at, reason } = broken
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' })
  return `Broken at event ${inDigits(sequence, locale)} of ${moment.format(at)} UTC (${id}): ${reasons[reason]}. Before it, ${counted} unbroken.`
}
