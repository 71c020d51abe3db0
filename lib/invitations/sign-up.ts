// Sign-up by a mailed invitation link, which has proven the address, so that no second mail is needed. With a copied
// link people sign up the ordinary way.
import { z } from 'zod'
import { createProvenAccount } from '@/lib/accounts/commands'
import { signUpSchema } from '@/lib/accounts/schema'
import { signInProven } from '@/lib/accounts/sessions'
import { hashSecret } from '@/lib/auth/hash-secret'
import type { UserContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { originOf } from '@/lib/requests/trust'
import { consume } from '@/lib/requests/rate-limits'
import { acceptInvitation, type Joined } from './answer'
import { openInvitation } from './preview'

export const signUpInvitedSchema = z.strictObject({
  token: z.string(),
  name: signUpSchema.shape.name,
  password: signUpSchema.shape.password,
})

/**
 * Creates the account of the invited address, signs it in and accepts. Throws not_found; invitation_* for an invitation
 * that has ended; conflict for an existing account, which stays unchanged; rate_limited.
 */
export async function signUpInvited(
  { token, name, password }: z.infer<typeof signUpInvitedSchema>,
  headers: Headers,
): Promise<{ ctx: UserContext; organization: Joined }> {
  const { state, viewer, email } = await openInvitation(token, null, headers)
  if (state !== 'pending') throw new AppError(`invitation_${state}`)
  if (viewer === 'unproven') throw new AppError('email_unverified')
  // Limited per link and not per network, because a whole office may sign up from one network. The limit bounds the
  // cost of hashing.
  await consume('sign_up_by_invitation', hashSecret(token))
  const proven = await createProvenAccount({ name, email, password })
  const ctx = await signInProven(proven, headers, 'pwd')
  return { ctx, organization: await acceptInvitation(token, { ...ctx, origin: originOf(headers) }) }
}
