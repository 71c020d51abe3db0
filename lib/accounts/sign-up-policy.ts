// Who may have a new account (SIGN_UP): every address, those of some domains, or only addresses with an open invitation. An
// invitation always lets its address in.
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Counted } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'

/**
 * Throws sign_up_closed. Call it only for a person who has proven the address: the answer shows whether it has an open
 * invitation.
 */
export async function assertMaySignUp(email: string): Promise<void> {
  if (!(await maySignUp(email))) throw new AppError('sign_up_closed', { detail: closedSentence()! })
}

/** Whether an address may have a new account. The answer must not reach anyone who has not proven it. */
export async function maySignUp(email: string): Promise<boolean> {
  const { SIGN_UP } = getEnv()
  if (SIGN_UP === 'open' || (SIGN_UP === 'domains' && isOfDomain(email))) return true
  const [row] = await withIdentity(
    (db) => db.$queryRaw<{ invited: boolean }[]>`select has_open_invitation(${email}) as invited`,
  )
  return row!.invited
}

/** Counted for each new account. */
export const signUpLimits = (headers: Headers): Counted[] => [
  ['sign_up_by_network', clientNetwork(headers)],
  ['sign_ups_in_total', 'all'],
]

/** Whether the address is of one of SIGN_UP_DOMAINS. */
const isOfDomain = (email: string): boolean =>
  getEnv().SIGN_UP_DOMAINS.includes(email.slice(email.lastIndexOf('@') + 1))

/** What a person must know before they sign up; nothing if everyone may. */
export function closedSentence(): string | undefined {
  const { SIGN_UP, SIGN_UP_DOMAINS } = getEnv()
  if (SIGN_UP === 'open') return undefined
  return SIGN_UP === 'invited'
    ? 'You need an invitation to create an account.'
    : `You need an email address at ${new Intl.ListFormat('en', { type: 'disjunction' }).format(SIGN_UP_DOMAINS)}, or an invitation.`
}
