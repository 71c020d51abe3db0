// The second step of a sign-in, after its first factor. Only here does a pending sign-in become a session.
import { hasSecondFactor, listFactors, secondFactorsOf, type FactorKind } from '@/lib/auth/factors'
import { endPendingSignIn, findPendingSignIn, tooLate } from '@/lib/auth/pending-sign-in'
import { proveSecondFactor, type SecondFactorProof } from '@/lib/auth/second-factor'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { beginSession } from './sessions'

/** Out: the new session, and how many recovery codes are left if one was used. Throws invalid_credentials, rate_limited, unauthenticated. */
export async function finishSignIn(
  proof: SecondFactorProof,
  headers: Headers,
): Promise<{ ctx: UserContext; codesLeft: number | null }> {
  const pending = await findPendingSignIn(headers)
  if (!pending) throw tooLate()
  const { userId, method, id } = pending
  const asked = { userId, purpose: 'second_factor' as const, subject: id }
  const { amr, codesLeft } = await proveSecondFactor(proof, asked, headers)
  const proven = await withIdentity((db) => endPendingSignIn(db, pending))
  return { ctx: await beginSession(proven, headers, [method, ...amr]), codesLeft }
}

/** What the person of the pending sign-in can prove it with; null without one. */
export async function findSecondStep(headers: Headers): Promise<FactorKind[] | null> {
  const pending = await findPendingSignIn(headers)
  const held = pending ? await listFactors(pending.userId) : []
  return hasSecondFactor(held) ? secondFactorsOf(held) : null
}
