// Signing up by the link of an invitation. The mail that brought the secret has proven the address, so that no second one is
// needed; a link that somebody copied has not, and whoever holds it signs up the ordinary way.
import { z } from 'zod'
import { createProvenAccount } from '@/lib/accounts/commands'
import { signUpSchema } from '@/lib/accounts/schema'
import { startSession } from '@/lib/auth/credentials'
import type { UserContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { originOf } from '@/lib/requests/trust'
import { consume } from '@/lib/rate-limits'
import { acceptInvitation, type Joined } from './answer'
import { hashSecret } from './schema'
import { openInvitation } from './preview'

export const signUpInvitedSchema = z.strictObject({
  token: z.string(),
  name: signUpSchema.shape.name,
  password: signUpSchema.shape.password,
})

/**
 * Makes the account of the invited address, signs it in and accepts. Throws not_found, invitation_* for an offer that ended,
 * conflict where the address has an account, which stays as it is, and rate_limited.
 */
export async function signUpInvited(
  { token, name, password }: z.infer<typeof signUpInvitedSchema>,
  headers: Headers,
): Promise<{ ctx: UserContext; organization: Joined }> {
  const { state, viewer, email } = await openInvitation(token, null, headers)
  if (state !== 'pending') throw new AppError(`invitation_${state}`)
  if (viewer === 'unproven') throw new AppError('email_unverified')
  // Against the link, not the network, from which a whole office may sign up; hashing is what it costs us.
  await consume('sign_up_by_invitation', hashSecret(token))
  const userId = await createProvenAccount({ name, email, password })
  const ctx = await startSession(userId, headers)
  return { ctx, organization: await acceptInvitation(token, { ...ctx, origin: originOf(headers) }) }
}
