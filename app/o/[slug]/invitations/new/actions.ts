'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { fieldError } from '@/lib/errors'
import { flash } from '@/lib/flash'
import { isGood, type RowResult } from '@/lib/invitations/validate-rows'
import { readPasted } from '@/lib/invitations/paste'
import { checkInvitations, inviteMany } from '@/lib/invitations/send'
import { assertNotTooMany, readRows, toFields, withEmptyRow } from './rows'

const intentSchema = z.looseObject({ intent: z.enum(['check', 'add', 'send']).catch('send') }).catchall(z.string())

export const inviteAction = orgAction(intentSchema, async ({ ctx, input: { intent, ...fields } }) => {
  const text = (fields.email ?? '').trim()
  const pasted = text === '' ? [] : await readPasted(ctx, text, fields.role ?? '')
  const rows = [...readRows(fields), ...pasted]
  assertNotTooMany(rows.length)
  if (intent === 'add') return withEmptyRow(rows.length > 0 ? await checkInvitations(ctx, rows) : [])
  if (rows.length === 0) throw fieldError('email', 'Enter an email address like name@example.com.')
  // A pasted list is shown for review before it is sent; a single address is sent at once.
  if (intent === 'check' || (pasted.length > 0 && rows.length > 1)) return checked(await checkInvitations(ctx, rows))
  const results = await inviteMany(ctx, rows)
  const bad = badOf(results)
  const sent = `${count(results.length - bad.length, 'invitation')} sent.`
  // Rows that could not be sent stay in the form, to be corrected.
  if (bad.length > 0) return { ...toFields(bad), message: `${sent} ${attention(bad.length)}` }
  await flash(sent)
  redirect(`/o/${ctx.organization}/invitations`)
})

function checked(results: RowResult[]) {
  const bad = badOf(results)
  return { ...toFields(results), ...(bad.length > 0 && { message: attention(bad.length) }) }
}

const badOf = (results: RowResult[]) => results.filter((row) => !isGood(row))
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
const attention = (number: number): string =>
  `${count(number, 'row')} ${number === 1 ? 'needs' : 'need'} your attention.`
