// The active organization of a session.
import { liveSession } from '@/lib/auth/replace-cookie'
import type { UserContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { withIdentity } from '@/lib/db/with-identity'
import { issueOrgToken } from '@/lib/org-token/issue'
import { countingAhead } from '@/lib/requests/limits-ahead'
import type { switchedJsonSchema } from './schema'
import type { z } from 'zod'

/**
 * Makes an organization the active one and issues its token; null deactivates the current one. Throws not_found (not a
 * member), rate_limited.
 */
export async function switchOrganization(
  ctx: UserContext,
  organization: string | null,
): Promise<z.infer<typeof switchedJsonSchema>> {
  if (organization === null) {
    await leaveActive(ctx)
    return { organization: null, access_token: null, token_type: 'Bearer', expires_in: 0 }
  }
  return countingAhead(['tokens_by_person', ctx.userId], () =>
    issueOrgToken({ ...ctx, organization, tokenId: null }, { activate: true }),
  )
}

const leaveActive = (ctx: UserContext): Promise<void> =>
  withIdentity(async (db) => {
    const { count } = await db.session.updateMany({
      where: liveSession(ctx),
      data: { activeOrganizationId: null },
    })
    if (count === 0) throw new AppError('unauthenticated')
  })
