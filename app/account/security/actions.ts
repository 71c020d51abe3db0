'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { stayOn, userAction } from '@/lib/actions'
import { confirmAuthenticator, removeAuthenticator, startAuthenticator } from '@/lib/accounts/authenticator'
import { addPasskey, removePasskey, renamePasskey } from '@/lib/accounts/passkeys'
import { changePassword, removePassword } from '@/lib/accounts/password'
import { changePasswordSchema, passkeyNameSchema } from '@/lib/accounts/schema'
import { requireVerifiedPerson } from '@/lib/accounts/own-account'
import { renewRecoveryCodes, type AddedFactor } from '@/lib/accounts/second-factors'
import { newPasskeySchema } from '@/lib/auth/passkeys'
import { codeSchema } from '@/lib/auth/second-factor'
import { keepSession } from '@/lib/auth/session-cookie'
import { flash } from '@/lib/flash'
import { jsonTextSchema } from '@/lib/requests/input'
import { readReturn, securityHref, securityPath } from './return'

// A form with a field for the current password asks for it, however recent the sign-in is.
export const changePasswordAction = userAction(
  changePasswordSchema.required({ current_password: true }),
  async ({ ctx, input, headers }) => {
    await keepSession(await changePassword(ctx, input, headers))
    await flash('Password changed. You’re signed out everywhere else.')
    await stayOn(securityPath)
  },
)

export const setPasswordAction = userAction(
  changePasswordSchema.omit({ current_password: true }),
  async ({ ctx, input, headers }) => {
    await keepSession(await changePassword(ctx, input, headers))
    await flash('Password set. You’re signed out everywhere else.')
    await stayOn(securityPath)
  },
)

export const removePasswordAction = userAction(z.strictObject({}), async ({ ctx }) => {
  await keepSession(await removePassword(ctx))
  await flash('Password removed. All other sessions ended.')
  await stayOn(securityPath)
})

const returnSchema = z.strictObject({ callbackUrl: z.string().optional() })

export const startAuthenticatorAction = userAction(returnSchema, async ({ ctx, input: { callbackUrl } }) => {
  await startAuthenticator(ctx)
  redirect(securityHref('/authenticator', callbackUrl))
})

/** Shows recovery codes if it is the first second factor; no redirect then, because they are shown only once. */
async function afterAdding({ codes, kept }: AddedFactor, message: string, callbackUrl: string | undefined) {
  await keepSession(kept)
  if (codes) return { values: { codes: codes.join(' ') } }
  await flash(message)
  redirect(readReturn(callbackUrl) ?? securityPath)
}

export const confirmAuthenticatorAction = userAction(
  returnSchema.extend({ code: codeSchema }),
  async ({ ctx, input: { code, callbackUrl } }) =>
    afterAdding(await confirmAuthenticator(ctx, code), 'Your authenticator app is set up.', callbackUrl),
)

export const removeAuthenticatorAction = userAction(z.strictObject({}), async ({ ctx }) => {
  await removeAuthenticator(ctx)
  await flash('Your authenticator app is removed.')
  await stayOn(securityPath)
})

/** Asks for a confirmation before the browser makes a passkey. */
export const startPasskeyAction = userAction(returnSchema, async ({ ctx, input: { callbackUrl } }) => {
  await requireVerifiedPerson(ctx)
  redirect(securityHref('/passkeys/new', callbackUrl))
})

export const addPasskeyAction = userAction(
  returnSchema.extend({ name: passkeyNameSchema, passkey: jsonTextSchema.pipe(newPasskeySchema) }),
  async ({ ctx, input: { name, passkey, callbackUrl }, headers }) =>
    afterAdding(await addPasskey(ctx, { name, passkey }, headers), `Passkey “${name}” added.`, callbackUrl),
)

export const renamePasskeyAction = userAction(
  z.strictObject({ id: z.string(), name: passkeyNameSchema }),
  async ({ ctx, input }) => {
    await renamePasskey(ctx, input)
    await flash(`Passkey renamed to “${input.name}”.`)
    await stayOn(securityPath)
  },
)

export const removePasskeyAction = userAction(z.strictObject({ id: z.string() }), async ({ ctx, input }) => {
  const name = await removePasskey(ctx, input.id)
  await flash(`Passkey “${name}” removed.`)
  await stayOn(securityPath)
})

export const renewRecoveryCodesAction = userAction(z.strictObject({}), async ({ ctx }) => ({
  values: { codes: (await renewRecoveryCodes(ctx)).join(' ') },
}))
