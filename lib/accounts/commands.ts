// A person's account: signing up and resetting the password; verification.ts proves the address. No answer says whether an address has
// an account; only its owner learns that, by mail.
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { enqueueEmail } from '@/lib/mail/outbox'
import { signUpClosedMessage } from '@/lib/mail/sign-in-templates'
import {
  accountExistsMessage,
  passwordChangedMessage,
  resetPasswordMessage,
  verifyEmailMessage,
} from '@/lib/mail/templates'
import { consume, counting } from '@/lib/requests/rate-limits'
import { recordSessionEnd } from '@/lib/audit/visits'
import { clientNetwork, originOf } from '@/lib/requests/trust'
import { consumeLink, createLink, findOwner, isUsable } from './email-links'
import { createVerified, forgetStranger } from './verified-account'
import { createCode, newCode, type CodeRequest } from './codes'
import { answerEvenly } from './even-answer'
import { countMail } from './mail-limits'
import { checkWork, useWork, type Proof } from './proof-of-work'
import { maySignUp, signUpLimits } from './sign-up-policy'
import { assertUncommon, type Known } from '@/lib/auth/common-passwords'
import { hashPassword } from '@/lib/auth/passwords'
import { provenPerson, type ProvenPerson } from '@/lib/auth/proven-person'
import type { resetPasswordSchema, signUpSchema } from './schema'
import { endSessionsOf } from './sessions-end'

const recipient = { id: true, name: true, email: true, emailVerifiedAt: true } as const

/**
 * Creates the account and mails a link and a code to verify the address; to an existing account, or to an address that may
 * not have one (SIGN_UP), only a mail that says so. Out: what the browser keeps to use the code. Throws rate_limited.
 */
export async function signUp(input: z.infer<typeof signUpSchema>, headers: Headers): Promise<CodeRequest> {
  const { email } = input
  const proof = await checkWork(input.proof_of_work)
  // Hash in both cases, so that the response time does not tell them apart.
  const passwordHash = await hashNewPassword(input, headers)
  const mailAllowed = await countMail('sign_up', email, headers)
  const mayJoin = await maySignUp(email)
  return answerEvenly(openAccount({ ...input, passwordHash, proof, mailAllowed, mayJoin }))
}

type SignUp = z.infer<typeof signUpSchema> & {
  passwordHash: string
  proof: Proof | null
  mailAllowed: boolean
  mayJoin: boolean
}

function openAccount({
  name,
  email,
  passwordHash,
  proof,
  mailAllowed,
  mayJoin,
  ...input
}: SignUp): Promise<CodeRequest> {
  return withIdentity(async (db) => {
    await useWork(db, proof)
    if (mayJoin) await db.user.createMany({ data: [{ name, email, passwordHash }], skipDuplicates: true })
    const user = await db.user.findFirst({ where: { email }, select: recipient })
    const code = newCode()
    const isNew = mailAllowed && mayJoin && user && !user.emailVerifiedAt
    const id = await createCode(db, isNew ? user.id : null, code)
    // The browser keeps as much as for a new account. It opens nothing.
    const decoy = { id, email, link: randomBytes(32).toString('base64url') }
    if (!mailAllowed) return decoy
    if (!isNew) {
      await enqueueEmail(db, email, user?.emailVerifiedAt ? accountExistsMessage(user.name) : signUpClosedMessage())
      return decoy
    }
    // Several people may sign up with one address: each link verifies only the sign-up that it was mailed for.
    const organizationName = input.organization_name ?? null
    const link = await createLink(db, user.id, 'verify_email', { name, passwordHash, organizationName })
    await enqueueEmail(db, email, verifyEmailMessage(link, code))
    return { id, email, link }
  })
}

/**
 * Creates a verified account for an address that a mailed link has proven, and replaces an unverified sign-up. The
 * caller counts the rate limit of the link. Throws conflict for a verified account, which stays unchanged.
 */
export async function createProvenAccount(input: z.infer<typeof signUpSchema>): Promise<ProvenPerson> {
  await assertUncommon(input.password, knownOf(input))
  const passwordHash = await hashPassword(input.password)
  const owner = { email: input.email, name: input.name, passwordHash }
  return withIdentity(async (db) => provenPerson(db, await createVerified(db, owner)))
}

/** Call this only for a person who has proven the address: the answer must not reach anyone else. */
export const hasAccount = (email: string): Promise<boolean> =>
  withIdentity(async (db) => (await db.user.count({ where: { email, emailVerifiedAt: { not: null } } })) > 0)

const knownOf = ({ email, name, organization_name }: z.infer<typeof signUpSchema>): Known => ({
  email,
  names: [name, organization_name],
})

async function hashNewPassword(input: z.infer<typeof signUpSchema>, headers: Headers): Promise<string> {
  await counting(signUpLimits(headers), () => assertUncommon(input.password, knownOf(input)))
  return hashPassword(input.password)
}

/**
 * Mails a link to choose a new password if the address has an account. Neither the answer nor the response time shows
 * it.
 */
export async function requestPasswordReset(email: string, headers: Headers): Promise<void> {
  await consume('link_by_network', clientNetwork(headers))
  await answerEvenly(mailReset(email, headers))
}

// Counts every address alike, whether or not it has an account.
async function mailReset(email: string, headers: Headers): Promise<void> {
  if (!(await countMail('reset', email, headers))) return
  await withIdentity(async (db) => {
    const user = await db.user.findFirst({ where: { email }, select: recipient })
    if (!user) return
    // The name of an unverified account may be a stranger's.
    const name = user.emailVerifiedAt ? user.name : null
    await enqueueEmail(db, email, resetPasswordMessage(name, await createLink(db, user.id, 'reset_password')))
  })
}

/** Whether the link of a mail to choose a password still works. It is not used by asking. */
export const canResetPassword = (token: string): Promise<boolean> =>
  withIdentity((db) => isUsable(db, token, 'reset_password'))

/**
 * Sets the password and ends all sessions. The mailed link also verifies the address; nothing stays of what was chosen
 * with an unverified one. Throws link_expired.
 */
export async function resetPassword(input: z.infer<typeof resetPasswordSchema>, headers: Headers): Promise<void> {
  await consume('link_by_network', clientNetwork(headers))
  await assertUncommon(input.password, await withIdentity((db) => ownerOf(db, input.token)))
  const passwordHash = await hashPassword(input.password)
  const { user, visited } = await withIdentity(async (db) => {
    const { userId: id } = await consumeLink(db, input.token, 'reset_password')
    await proveAnew(db, id)
    const user = await db.user.update({ where: { id }, data: { passwordHash, contestedAt: null }, select: recipient })
    const visited = await endSessionsOf(db, id)
    // Who took over an address must not end the link by which its change is undone.
    await db.emailToken.deleteMany({ where: { userId: id, purpose: { not: 'undo_email' } } })
    await enqueueEmail(db, user.email, passwordChangedMessage(user.name, 'all'))
    return { user: { id, name: user.name }, visited }
  })
  await recordSessionEnd(visited, user, originOf(headers))
}

// The name of an unverified account may be a stranger's, so the address gives it one.
async function proveAnew(db: IdentityDb, id: string): Promise<void> {
  const proven = await db.$executeRaw`
    update users set email_verified_at = now(), name = split_part(email, '@', 1), organization_name = null
    where id = ${id} and email_verified_at is null`
  if (proven > 0) await forgetStranger(db, id)
}

async function ownerOf(db: IdentityDb, token: string): Promise<Known> {
  const id = await findOwner(db, token)
  const user = id && (await db.user.findFirst({ where: { id }, select: recipient }))
  return user ? { email: user.email, names: [user.name] } : {}
}
