// Signing in by a mailed code. Answer, status and work are the same for an address without an account. The code of a
// sign-up proves its address, too.
import { provenPerson, type ProvenPerson } from '@/lib/auth/proven-person'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { noAccountMessage, signInCodeMessage } from '@/lib/mail/sign-in-templates'
import { consume } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { codeMinutes, createCode, newCode, useCode, type CodeRequest } from './codes'
import { countMail } from './mail-limits'
import { signInProven } from './sessions'
import { maySignUp } from './sign-up-policy'
import { answerEvenly } from './even-answer'
import { claimSignUp } from './verification'
import { createVerified } from './verified-account'

/** Mails a code, or that there is no account. Throws rate_limited. */
export async function requestSignInCode(email: string, headers: Headers): Promise<CodeRequest> {
  await consume('link_by_network', clientNetwork(headers))
  const id = await answerEvenly(mailCode(email, headers))
  return { id, email }
}

// Counts every address alike, whether or not it has an account.
async function mailCode(email: string, headers: Headers): Promise<string> {
  const mailAllowed = await countMail('sign_in_code', email, headers)
  const mayJoin = await maySignUp(email)
  return withIdentity(async (db) => {
    const code = newCode()
    const user = await db.user.findFirst({ where: { email }, select: { id: true, emailVerifiedAt: true } })
    // The address of a sign-up that was never proven gets its account by the code, if it may have one.
    const opens = mailAllowed && user && (user.emailVerifiedAt || mayJoin) ? user.id : null
    if (mailAllowed)
      await enqueueEmail(db, email, opens ? signInCodeMessage(code, codeMinutes) : noAccountMessage(mayJoin))
    return createCode(db, opens, code)
  })
}

/**
 * A new session for the person of the code; that of a sign-up verifies its address. Throws validation_failed for a wrong code,
 * code_expired for one that is old, used or was tried too often, rate_limited.
 */
export async function signInByCode(began: CodeRequest, code: string, headers: Headers): Promise<UserContext> {
  const userId = await useCode(began, code, headers)
  return signInProven(await (began.link ? claimSignUp(began.link) : prove(userId, began.email)), headers, 'otp')
}

// The account may have another address by now: then the code proves nothing. A sign-up that was never proven ends with all that was
// chosen in it: another person may have made it.
const prove = (id: string, email: string): Promise<ProvenPerson> =>
  withIdentity(async (db) => {
    const [user] = await db.$queryRaw<{ email: string; verified: boolean }[]>`
      select email, email_verified_at is not null as verified from users where id = ${id} for update`
    if (user?.email !== email) throw new AppError('code_expired')
    if (user.verified) return provenPerson(db, id)
    const owner = { email: user.email, name: user.email.split('@')[0]!, passwordHash: null }
    return provenPerson(db, await createVerified(db, owner))
  })
