// How long an organization keeps its audit log. A shorter retention deletes events for good, so it requires a recent
// sign-in, shows beforehand what it deletes, and takes effect a day later: until then a member who sees the change can
// undo it.
import { z } from 'zod'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import type { OrgContext } from '@/lib/db/session'
import { lockOrganization, withOrg, type OrgDb } from '@/lib/db/with-org'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import { organizationTarget, recordAudit } from '@/lib/audit/record'
import { keptFor } from './sentences'

/** The choices in days; null keeps events without limit and is the default. The database keeps at least 30 days. */
export const retentionChoices = [90, 365, 730, 1825, null] as const

export const setAuditRetentionSchema = z.strictObject({ days: z.int().min(30).max(3650).nullable() })

/** How many events a retention deletes: those before `before`. */
type Removal = { days: number; events: number; before: Date }

export type AuditRetention = {
  days: number | null
  /** When the retention starts to delete: a day after it was shortened. */
  since: Date | null
  /** What each choice deletes, including the current one. */
  removals: Removal[]
  /** How many events were deleted, and the time of the last of them. */
  removed: { events: number; last: Date } | null
}

const dayMs = 24 * 60 * 60 * 1000

type TrailRow = {
  retention_days: number | null
  shortened_at: Date
  anchor_sequence: bigint
  anchor_at: Date | null
}

/** How long events are kept, and what that deletes next. Throws insufficient_permissions. */
export const getAuditRetention = (ctx: OrgContext): Promise<AuditRetention> =>
  withOrg(ctx, 'org:audit:read', readRetention)

async function readRetention(db: OrgDb): Promise<AuditRetention> {
  const [trail] = await db.$queryRaw<TrailRow[]>`
      select retention_days, shortened_at, anchor_sequence, anchor_at from audit_trails where organization_id = current_org()`
  const days = trail?.retention_days ?? null
  const asked = [...new Set([...retentionChoices, days])].filter((choice) => choice !== null)
  return {
    days,
    since: days === null ? null : new Date(trail!.shortened_at.getTime() + dayMs),
    removals: await countRemovals(db, asked, trail?.anchor_sequence ?? 0n),
    removed: trail?.anchor_at ? { events: Number(trail.anchor_sequence), last: trail.anchor_at } : null,
  }
}

// Sequence numbers have no gaps, so the count follows from the last deleted number and the last one to delete. The
// newest event always stays.
async function countRemovals(db: OrgDb, days: number[], anchor: bigint): Promise<Removal[]> {
  const now = Date.now()
  const before = days.map((count) => new Date(now - count * dayMs))
  const rows = await db.$queryRaw<{ last: bigint | null }[]>`
    select least(expired.sequence, newest.sequence - 1) as last
    from unnest(${before.map((date) => date.toISOString())}::timestamptz[]) with ordinality as cut(at, position)
    left join lateral (select e.sequence from audit_events e where e.organization_id = current_org()
      and e.occurred_at < cut.at order by e.occurred_at desc, e.sequence desc limit 1) expired on true
    left join (select e.sequence from audit_events e where e.organization_id = current_org()
      order by e.sequence desc limit 1) newest on expired.sequence is not null
    order by cut.position`
  return days.map((count, i) => ({
    days: count,
    events: Math.max(0, Number((rows[i]!.last ?? 0n) - anchor)),
    before: before[i]!,
  }))
}

/** The version for a form: the days, or `ever`. */
export const retentionVersion = (days: number | null): string => String(days ?? 'ever')

/**
 * `expectedVersion`: the version that the caller last read. Out: the days that the organization keeps now. Throws
 * precondition_failed; reauth_required for a shorter retention.
 */
export const setAuditRetention = (
  ctx: OrgContext,
  { days }: z.infer<typeof setAuditRetentionSchema>,
  expectedVersion?: ExpectedVersion,
): Promise<number | null> =>
  withOrg(ctx, 'org:manage', async (db, session) => {
    await lockOrganization(db)
    const [trail] = await db.$queryRaw<{ days: number | null }[]>`
      select retention_days as days from audit_trails where organization_id = current_org()`
    const before = trail?.days ?? null
    // A repeated request for the current value is not a conflict.
    if (days === before) return days
    assertVersion(
      expectedVersion,
      retentionVersion(before),
      () => `Someone has meanwhile chosen to keep events ${keptFor(before)}.`,
    )
    if ((days ?? Infinity) < (before ?? Infinity)) requireRecentSignIn(session)
    await db.$executeRaw`
      insert into audit_trails (retention_days) values (${days})
      on conflict (organization_id) do update set retention_days = excluded.retention_days`
    const changes = { audit_retention_days: [before, days] as [unknown, unknown] }
    await recordAudit(db, session, 'organization.audit_retention_changed', organizationTarget(session.org), changes)
    return days
  })
