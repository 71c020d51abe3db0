// The caller as the server sees them now, in the words of the organization token.
import type { OrgContext } from '@/lib/db/entry'
import { enterOrg } from '@/lib/db/with-org'

/** Any member may ask. Throws as `withOrg` does. */
export async function getMe(ctx: OrgContext) {
  const entry = await enterOrg(ctx)
  const { actor, org, role, permissions } = entry
  return {
    sub: actor.id,
    name: actor.name,
    ...('user' in entry && { email: entry.user.email, sid: entry.sessionId }),
    org_id: org.id,
    org_slug: org.slug,
    org_name: org.name,
    org_role: role,
    org_permissions: permissions,
  }
}
