// Whether a token works now, for those who ask about one instead of using it. The door judges, as it does for every use: the
// token's row, its session or API key, the membership and its role. Expired, revoked, foreign and malformed are one answer.
import type { OrgSession } from '@/lib/db/session'
import { authorizeOrg } from '@/lib/db/authorize'
import { AppError } from '@/lib/errors'
import type { OrgTokenClaims } from './claims'
import { contextOf, verifyToken } from './verify'

type LiveToken = { claims: OrgTokenClaims; session: OrgSession }

/** In: a token and, where only one organization may know of it, that one's id. Out: null for any that does not work. */
export async function findLiveToken(token: string, organizationId?: string): Promise<LiveToken | null> {
  const claims = await findClaims(token)
  if (!claims || (organizationId !== undefined && claims.org_id !== organizationId)) return null
  const session = await orNull(authorizeOrg(contextOf(claims)))
  return session && { claims, session }
}

/** What a token of ours says, whether or not it was revoked since; null for any other. */
export const findClaims = (token: string): Promise<OrgTokenClaims | null> => orNull(verifyToken(token))

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_token') return null
    throw error
  }
}
