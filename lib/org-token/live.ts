// Whether a token is valid now, for introspection and revocation. The access check decides, as for every use: the
// token's row, its session or API key, the membership and its role. Expired, revoked, foreign and malformed tokens get
// the same answer.
import type { OrgSession } from '@/lib/db/session'
import { authorizeOrg } from '@/lib/db/authorize'
import { AppError } from '@/lib/errors'
import type { OrgTokenClaims } from './claims'
import { contextOf, verifyIssued } from './verify'

type LiveToken = { claims: OrgTokenClaims; session: OrgSession }

/** In: a token, and the only organization that may learn of it. Out: null for a token that is not valid. */
export async function findLiveToken(token: string, organizationId?: string): Promise<LiveToken | null> {
  const claims = await findClaims(token)
  if (!claims || (organizationId !== undefined && claims.org_id !== organizationId)) return null
  const session = await orNull(authorizeOrg(contextOf(claims)))
  return session && { claims, session }
}

/** The claims of a token of ours for any audience, even if it was revoked; null for any other. */
export const findClaims = (token: string): Promise<OrgTokenClaims | null> => orNull(verifyIssued(token))

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    // A token does nothing either while its person lacks the second factor that the organization requires.
    if (error instanceof AppError && ['invalid_token', 'second_factor_required'].includes(error.code)) return null
    throw error
  }
}
