'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { fieldError } from '@/lib/errors'
import { flash } from '@/lib/flash'
import { isGood, type RowResult } from '@/lib/invitations/validate-rows'
import { readPasted } from '@/lib/invitations/paste'
import { checkInvitations, inviteMany } from '@/lib/invitations/send'
import { assertNotTooMany, invalidAddress, isSkipped, needsFixing, readRows, toFields, withEmptyRow } from './rows'

/** `without 3`: leaves out the row with this index. */
const intent = z.string().regex(/^(check|add|send|without \d+)$/)

const intentSchema = z.looseObject({ intent: intent.catch('send') }).catchall(z.string())

export const inviteAction = orgAction(intentSchema, async ({ ctx, input: { intent, ...fields } }) => {
  const [what, leftOut] = intent.split(' ')
  const text = (fields.email ?? '').trim()
  const pasted = text === '' ? [] : await readPasted(ctx, text, fields.role ?? '')
  const rows = [...readRows(fields, leftOut), ...pasted]
  assertNotTooMany(rows.length)
  if (what === 'add') return withEmptyRow(rows.length > 0 ? await checkInvitations(ctx, rows) : [])
  // Without its last row the list is empty, and the form starts again.
  if (what === 'without' && rows.length === 0) return { values: {} }
  if (rows.length === 0) throw fieldError('email', invalidAddress)
  // A pasted list is shown for review before it is sent; a single address is sent at once.
  if (what !== 'send' || (pasted.length > 0 && rows.length > 1)) return toFields(await checkInvitations(ctx, rows))
  const results = await inviteMany(ctx, rows)
  // A single address is corrected where it was typed, and not in a list.
  if (pasted.length === 1 && rows.length === 1 && results[0]!.status === 'invalid_email')
    throw fieldError('email', invalidAddress)
  if (results.every(isSkipped)) return nothingSent(results)
  const message = `${count(results.filter(isGood).length, 'invitation')} sent${skippedText(results)}.`
  // Rows that could not be sent stay in the form, to be corrected.
  const bad = results.filter(needsFixing)
  if (bad.length > 0) return { ...toFields(bad), message: `${message} ${attention(bad.length)}` }
  await flash(message)
  redirect(`/o/${ctx.organization}/invitations`)
})

function nothingSent(results: RowResult[]) {
  const message = 'Nothing was sent. Everyone in this list is a member or has a pending invitation.'
  return { ...toFields(results), message, errors: { list: [message] } }
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

function skippedText(results: RowResult[]): string {
  const skipped = results.filter(isSkipped).length
  return skipped > 0 ? `, ${skipped} skipped` : ''
}

const attention = (number: number): string =>
  `${count(number, 'row')} ${number === 1 ? 'needs' : 'need'} your attention.`
