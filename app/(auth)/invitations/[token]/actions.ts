'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction, userAction } from '@/lib/actions'
import { closeBrowserSession, openBrowserSession } from '@/lib/accounts/browser-session'
import { pickerPath } from '@/lib/auth/start-page'
import { flash } from '@/lib/flash'
import { acceptInvitation, declineInvitation } from '@/lib/invitations/answer'
import { invitationPath } from '@/lib/invitations/schema'
import { askForNewInvitation } from '@/lib/invitations/preview'
import { signUpInvited, signUpInvitedSchema } from '@/lib/invitations/sign-up'

const tokenSchema = z.strictObject({ token: z.string() })

export const signUpInvitedAction = publicAction(signUpInvitedSchema, async ({ input, headers }) => {
  const { ctx, organization } = await signUpInvited(input, headers)
  await openBrowserSession(ctx)
  await flash(`Welcome to ${organization.name}.`)
  redirect(`/o/${organization.slug}`)
})

export const acceptInvitationAction = userAction(tokenSchema, async ({ ctx, input: { token } }) => {
  const { name, slug } = await acceptInvitation(token, ctx)
  await flash(`Welcome to ${name}.`)
  redirect(`/o/${slug}`)
})

export const declineInvitationAction = userAction(tokenSchema, async ({ ctx, input: { token } }) => {
  const organization = await declineInvitation(token, ctx)
  await flash(`Invitation to ${organization} declined.`)
  redirect(pickerPath)
})

// Public, because a person whose session has ended must be able to change accounts, too.
export const changeAccountAction = publicAction(tokenSchema, async ({ input: { token } }) => {
  await closeBrowserSession()
  redirect(invitationPath(token))
})

export const askAgainAction = publicAction(tokenSchema, async ({ input: { token }, headers }) => {
  await askForNewInvitation(token, headers)
  return { message: 'Request sent. You’ll get a new link by email.', values: { asked: 'yes' } }
})
