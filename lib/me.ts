// The caller as the server sees them now, in the words of the organization token.
import type { OrgContext } from '@/lib/db/entry'
import { enterOrg } from '@/lib/db/with-org'

/** Any member may ask. Throws as `withOrg` does. */
export async function getMe(ctx: OrgContext) {
  const { user, org, role, permissions, sessionId } = await enterOrg(ctx)
  return {
    sub: user.id,
    name: user.name,
    email: user.email,
    org_id: org.id,
    org_slug: org.slug,
    org_name: org.name,
    org_role: role,
    org_permissions: permissions,
    sid: sessionId,
  }
}
