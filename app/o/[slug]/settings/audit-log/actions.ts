'use server'

import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { verifyAuditChain, type ChainCheck } from '@/lib/audit/verify'

export const verifyChainAction = orgAction(z.strictObject({}), async ({ ctx }) => {
  const check = await verifyAuditChain(ctx)
  return { values: { result: inWords(check), verdict: check.broken ? 'broken' : 'unbroken' } }
})

const number = new Intl.NumberFormat('en')
const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' })

const reasons = {
  missing: 'an event before it is missing',
  order: 'it does not follow the event before it',
  changed: 'it is not what was recorded',
}

function inWords({ events, firstAt, broken }: ChainCheck): string {
  const counted = `${number.format(events)} ${events === 1 ? 'event' : 'events'}`
  if (!broken) return firstAt ? `${counted}, unbroken since ${day.format(firstAt)}.` : 'There is nothing to verify yet.'
  const { sequence, id, at, reason } = broken
  return `Broken at event ${number.format(sequence)} of ${moment.format(at)} UTC (${id}): ${reasons[reason]}. Before it, ${counted} unbroken.`
}
