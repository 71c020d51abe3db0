'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { fieldError } from '@/lib/errors'
import { flash } from '@/lib/flash'
import { checkInvitations, inviteMany, maxInvitations, type RowResult } from '@/lib/invitations/send'
import { isPasted, readRows, toFields } from './rows'

const intentSchema = z.looseObject({ intent: z.enum(['check', 'send']).catch('send') }).catchall(z.string())

export const inviteAction = orgAction(intentSchema, async ({ ctx, input: { intent, ...fields } }) => {
  const rows = readRows(fields)
  // A list is looked at before it goes out; a single address needs no second look.
  const dryRun = intent === 'check' || (isPasted(fields) && rows.length > 1)
  if (rows.length === 0) throw fieldError('email', 'Enter an email address like name@example.com.')
  if (rows.length > maxInvitations)
    throw fieldError('email', `Send at most ${maxInvitations} at a time: these are ${rows.length}.`)
  if (dryRun) {
    const results = await checkInvitations(ctx, rows)
    const bad = badOf(results)
    return { ...toFields(results), ...(bad.length > 0 && { message: attention(bad.length) }) }
  }
  const results = await inviteMany(ctx, rows)
  const bad = badOf(results)
  const sent = `${count(results.length - bad.length, 'invitation')} sent.`
  // What could not be sent stays, to be corrected.
  if (bad.length > 0) return { ...toFields(bad), message: `${sent} ${attention(bad.length)}` }
  await flash(sent)
  redirect(`/o/${ctx.organization}/invitations`)
})

const badOf = (results: RowResult[]) => results.filter(({ status }) => status !== 'created')
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
const attention = (number: number): string =>
  `${count(number, 'row')} ${number === 1 ? 'needs' : 'need'} your attention.`
