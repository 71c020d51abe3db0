// What must hold before the first request: settings are complete, client addresses are believed from the right hops, and
// the database login cannot bypass row-level security; else the process ends with a line that says why.
import { watchArrivals } from '@/lib/client-address'
import { getEnv } from '@/lib/env'
import { startRetentionWorker } from '@/lib/audit/trim'
import { startMailWorker } from '@/lib/mail/worker'
import { startKeyWorker } from '@/lib/org-token/rotate'
import { startPurgeWorker } from '@/lib/organizations/purge'
import { applyTenancyMode } from '@/lib/organizations/tenancy'
import { assertWeakLogin } from '@/lib/readiness'

export async function start(): Promise<void> {
  try {
    watchArrivals(getEnv().TRUSTED_PROXY_HOPS)
    await assertWeakLogin()
    await applyTenancyMode()
    startMailWorker()
    startKeyWorker()
    startPurgeWorker()
    startRetentionWorker()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
