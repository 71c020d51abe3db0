// Starts the server: checks that the settings are complete and that the database logins cannot bypass row-level
// security, installs the request corrections, and starts the workers. If a check fails, the process ends with an
// explanation.
import { bootstrap } from './bootstrap'
import { publishState } from './state'
import { watchArrivals } from '@/lib/requests/harden'
import { logRequests } from '@/lib/requests/request-log'
import { getEnv } from '@/lib/env'
import { sessionDays } from '@/lib/auth/credentials'
import { startErasureWorker } from '@/lib/accounts/erase'
import { onAuditEvents } from '@/lib/audit/record'
import { announceActivity } from '@/lib/membership-status/activity'
import { startRetentionWorker } from '@/lib/audit-log/trim'
import { builtInRoleKeys } from '@/lib/permissions/roles'
import { withIdentity } from '@/lib/db/with-identity'
import { startTrimWorker } from '@/lib/jobs/trim'
import { startMailWorker } from '@/lib/mail/worker'
import { publishEdgeCheck } from '@/lib/org-token/edge-check'
import { startKeyWorker } from '@/lib/org-token/rotate'
import { bitKeptMs } from '@/lib/org-token/status'
import { restorableDays } from '@/lib/organizations/deletion'
import { startPurgeWorker } from '@/lib/organizations/purge'
import { applyTenancyMode } from '@/lib/organizations/tenancy'
import { assertWeakLogins } from '@/lib/db/logins'
import { slugKeptDays } from '@/lib/organizations/slugs'

/** Called once by instrumentation.ts. Ends the process if a check fails. */
export async function start(): Promise<void> {
  try {
    watchArrivals(getEnv().TRUSTED_PROXY_HOPS)
    logRequests()
    await assertWeakLogins()
    await configureDatabase()
    await applyTenancyMode()
    await bootstrap()
    publishState()
    publishEdgeCheck()
    onAuditEvents(announceActivity)
    startMailWorker()
    startKeyWorker()
    startPurgeWorker()
    startErasureWorker()
    startRetentionWorker()
    startTrimWorker()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

/** Writes the settings to the database that it enforces: the built-in roles, and how long things are kept. */
export const configureDatabase = (): Promise<void> =>
  withIdentity(async (db) => {
    await db.setting.updateMany({
      data: {
        builtInRoles: builtInRoleKeys,
        restorableDays,
        slugKeptDays,
        tokenGraceSeconds: bitKeptMs / 1000,
        sessionDays,
        sessionIdleDays: getEnv().SESSION_IDLE_DAYS,
      },
    })
    // A shorter limit than before ends the sessions that are not used any more, too.
    await db.$executeRaw`
      update sessions set expires_at = last_seen_at + make_interval(days => session_idle_days) from settings
      where ended_at is null and expires_at > last_seen_at + make_interval(days => session_idle_days)`
  })
