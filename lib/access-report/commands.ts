// Whether an organization lets its members open the access report.
import { organizationTarget, recordAudit } from '@/lib/audit/record'
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'

/** Does nothing if it is so already. Throws insufficient_permissions. */
export const allowAccessReport = (ctx: OrgContext, allowed: boolean): Promise<void> =>
  withOrg(ctx, 'org:manage', async (db, session) => {
    const { id } = session.org
    const { count } = await db.organization.updateMany({
      where: { id, accessReportSince: allowed ? null : { not: null } },
      data: { accessReportSince: allowed ? new Date() : null },
    })
    if (count === 0) return
    const action = allowed ? 'organization.access_report_allowed' : 'organization.access_report_closed'
    await recordAudit(db, session, action, organizationTarget(session.org))
  })
