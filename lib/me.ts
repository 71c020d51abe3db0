// The caller as the server sees them now, in the words of the organization token.
import { anyMember, withOrg } from '@/lib/db/with-org'
import type { OrgContext } from '@/lib/db/entry'

export const getMe = (ctx: OrgContext) =>
  withOrg(ctx, anyMember, async (_db, { user, org, role, permissions, sessionId }) => ({
    sub: user.id,
    name: user.name,
    email: user.email,
    org_id: org.id,
    org_slug: org.slug,
    org_name: org.name,
    org_role: role,
    org_permissions: permissions,
    sid: sessionId,
  }))
