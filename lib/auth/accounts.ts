// A person's account: signing up, proving the address, a new password. No answer tells whether an address has an account;
// only its owner learns that, by mail.
import { z } from 'zod'
import type { UserContext } from '@/lib/db/entry'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { fieldError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import {
  accountExistsMessage,
  passwordChangedMessage,
  resetPasswordMessage,
  verifyEmailMessage,
} from '@/lib/mail/templates'
import { countAgainst } from '@/lib/rate-limits'
import { clientNetwork } from '@/lib/request'
import { singleLine } from '@/lib/text'
import { emailAddressSchema } from './email-address'
import { consumeLink, createLink, linkTokenSchema } from './email-links'
import { hashPassword, passwordSchema } from './passwords'

export const signUpSchema = z.strictObject({
  name: singleLine(100),
  email: emailAddressSchema,
  password: passwordSchema,
})
export const emailSchema = z.strictObject({ email: emailAddressSchema })
export const tokenSchema = z.strictObject({ token: linkTokenSchema })
export const resetPasswordSchema = z.strictObject({ token: linkTokenSchema, password: passwordSchema })

const recipient = { id: true, name: true, email: true, emailVerifiedAt: true } as const

/** Creates the account and mails a verification link; to an existing account, only a mail. Throws rate_limited. */
export async function signUp(input: z.infer<typeof signUpSchema>, headers: Headers): Promise<void> {
  if (input.password.toLowerCase() === input.email)
    throw fieldError('password', 'Choose something other than your email.')
  await countAgainst('sign_up_by_network', clientNetwork(headers))
  // Hashed in both cases: the time that this takes must not tell them apart.
  const passwordHash = await hashPassword(input.password)
  const mailAllowed = await countMail(input.email)
  await withIdentity(async (db) => {
    const { email, name } = input
    await db.user.createMany({ data: [{ name, email, passwordHash }], skipDuplicates: true })
    // Nobody has proven this address yet, so whoever took it first has no claim to it: the latest sign-up replaces theirs.
    const [unproven] = await db.user.updateManyAndReturn({
      where: { email, emailVerifiedAt: null },
      data: { name, passwordHash },
      select: recipient,
    })
    if (unproven) await db.session.deleteMany({ where: { userId: unproven.id } })
    if (!mailAllowed) return
    if (unproven) return mailVerification(db, unproven)
    const owner = await db.user.findUniqueOrThrow({ where: { email }, select: recipient })
    await enqueueEmail(db, email, accountExistsMessage(owner.name))
  })
}

/** Mails the signed-in person a fresh verification link, unless the address is verified already. */
export async function resendVerification(ctx: UserContext): Promise<void> {
  await countAgainst('mail_by_address', ctx.userId)
  await withIdentity(async (db) => {
    const user = await db.user.findFirst({ where: { id: ctx.userId, emailVerifiedAt: null }, select: recipient })
    if (user) await mailVerification(db, user)
  })
}

/** Throws link_expired for a link that is unknown, used or old. */
export const verifyEmail = (token: string): Promise<void> =>
  withIdentity(async (db) => {
    const id = await consumeLink(db, token, 'verify_email')
    await db.user.updateMany({ where: { id, emailVerifiedAt: null }, data: { emailVerifiedAt: new Date() } })
  })

/** Mails a link to choose a new password, where the address has an account; says nothing either way. */
export async function requestPasswordReset(email: string, headers: Headers): Promise<void> {
  await countAgainst('link_by_network', clientNetwork(headers))
  if (!(await countMail(email))) return
  await withIdentity(async (db) => {
    const user = await db.user.findUnique({ where: { email }, select: recipient })
    if (user)
      await enqueueEmail(db, email, resetPasswordMessage(user.name, await createLink(db, user.id, 'reset_password')))
  })
}

/** Sets the password and ends every sign-in. The mailed link has proven the address, too. Throws link_expired. */
export async function resetPassword(input: z.infer<typeof resetPasswordSchema>, headers: Headers): Promise<void> {
  await countAgainst('link_by_network', clientNetwork(headers))
  const passwordHash = await hashPassword(input.password)
  await withIdentity(async (db) => {
    const id = await consumeLink(db, input.token, 'reset_password')
    const now = new Date()
    await db.user.updateMany({ where: { id, emailVerifiedAt: null }, data: { emailVerifiedAt: now } })
    const user = await db.user.update({ where: { id }, data: { passwordHash }, select: recipient })
    await db.session.updateMany({ where: { userId: id, endedAt: null }, data: { endedAt: now } })
    await db.emailToken.deleteMany({ where: { userId: id } })
    await enqueueEmail(db, user.email, passwordChangedMessage(user.name))
  })
}

const mailVerification = async (db: IdentityDb, user: { id: string; name: string; email: string }): Promise<void> =>
  enqueueEmail(db, user.email, verifyEmailMessage(user.name, await createLink(db, user.id, 'verify_email')))

// A stranger must not fill somebody's mailbox; and whether the limit is reached must not show in the answer.
const countMail = (email: string): Promise<boolean> =>
  countAgainst('mail_by_address', email).then(
    () => true,
    () => false,
  )
