// The mails of a sign-up once more, for who waits for them in the browser in which they signed up. As at the sign-up, no answer says
// whether the address has an account.
import { withIdentity } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { signUpClosedMessage } from '@/lib/mail/sign-in-templates'
import { accountExistsMessage, verifyEmailMessage } from '@/lib/mail/templates'
import { consume } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { createCode, newCode, type CodeRequest } from './codes'
import { renewLink } from './email-links'
import { answerEvenly } from './even-answer'
import { countMail } from './mail-limits'
import { maySignUp } from './sign-up-policy'

/**
 * Mails the link of the browser's sign-up with a new code, or what its first mail said. Out: what the browser keeps to use the code.
 * Throws code_expired in a browser without a sign-up, rate_limited.
 */
export async function resendSignUp(began: CodeRequest | null, headers: Headers): Promise<CodeRequest> {
  if (!began?.link) throw new AppError('code_expired', { detail: 'This took too long. Sign up again.' })
  await consume('link_by_network', clientNetwork(headers))
  const mailAllowed = await countMail('sign_up', began.email, headers)
  const mayJoin = await maySignUp(began.email)
  return answerEvenly(mailAgain({ ...began, link: began.link }, mailAllowed, mayJoin))
}

async function mailAgain(began: Required<CodeRequest>, mailAllowed: boolean, mayJoin: boolean): Promise<CodeRequest> {
  if (!mailAllowed) return began
  const { email, link } = began
  return withIdentity(async (db) => {
    const user = await db.user.findFirst({ where: { email }, select: { id: true, name: true, emailVerifiedAt: true } })
    const code = newCode()
    // The same link, so that the first mail still works if it arrives late.
    const isOpen = user && !user.emailVerifiedAt && (await renewLink(db, user.id, link))
    if (isOpen) await enqueueEmail(db, email, verifyEmailMessage(link, code))
    else if (user?.emailVerifiedAt) await enqueueEmail(db, email, accountExistsMessage(user.name))
    else if (!mayJoin) await enqueueEmail(db, email, signUpClosedMessage())
    return { id: await createCode(db, isOpen ? user.id : null, code), email, link }
  })
}
