// What must hold before the first request: settings are complete, client addresses are believed from the right hops, and
// the database login cannot bypass row-level security; else the process ends with a line that says why.
import { watchArrivals } from '@/lib/requests/harden'
import { getEnv } from '@/lib/env'
import { startRetentionWorker } from '@/lib/audit-log/trim'
import { builtInRoleKeys } from '@/lib/permissions/roles'
import { withIdentity } from '@/lib/db/with-identity'
import { startTrimWorker } from '@/lib/jobs/trim'
import { startMailWorker } from '@/lib/mail/worker'
import { startKeyWorker } from '@/lib/org-token/rotate'
import { bitKeptMs } from '@/lib/org-token/status'
import { restorableDays } from '@/lib/organizations/deletion'
import { startPurgeWorker } from '@/lib/organizations/purge'
import { applyTenancyMode } from '@/lib/organizations/tenancy'
import { assertWeakLogins } from '@/lib/db/logins'
import { slugKeptDays } from '@/lib/organizations/slugs'

export async function start(): Promise<void> {
  try {
    watchArrivals(getEnv().TRUSTED_PROXY_HOPS)
    await assertWeakLogins()
    await configureDatabase()
    await applyTenancyMode()
    startMailWorker()
    startKeyWorker()
    startPurgeWorker()
    startRetentionWorker()
    startTrimWorker()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

/** What the database enforces and only this code knows: the built-in roles, and how long things are kept. */
export const configureDatabase = (): Promise<void> =>
  withIdentity(async (db) => {
    await db.setting.updateMany({
      data: {
        builtInRoles: builtInRoleKeys,
        restorableDays,
        slugKeptDays,
        tokenGraceSeconds: bitKeptMs / 1000,
      },
    })
  })
