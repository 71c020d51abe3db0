// How long an organization keeps its audit trail. A shorter time removes events for good, so it takes a fresh sign-in, says
// before what goes, and begins to count a day later: whoever sees it in the log can still take it back.
import { z } from 'zod'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import type { OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import { recordAudit } from '@/lib/audit/record'
import { keptFor } from './sentences'

/** What the settings offer; null is for ever, and how it begins. The database keeps a month, whatever it is told. */
export const retentionChoices = [90, 365, 730, 1825, null] as const

export const setAuditRetentionSchema = z.strictObject({ days: z.int().min(30).max(3650).nullable() })

/** How many events a retention lets go, which are those before a moment. */
type Removal = { days: number; events: number; before: Date }

export type AuditRetention = {
  days: number | null
  /** When the retention begins to remove: a day after it was shortened. */
  since: Date | null
  /** What each choice lets go, today's own among them. */
  removals: Removal[]
  /** How many events are gone already, and the last of them. */
  removed: { events: number; last: Date } | null
}

const dayMs = 24 * 60 * 60 * 1000

type TrailRow = {
  retention_days: number | null
  shortened_at: Date
  anchor_sequence: bigint
  anchor_at: Date | null
}

/** Inside a door, for whoever may read the log. */
export async function readRetention(db: OrgDb): Promise<AuditRetention> {
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

// Events have numbers without gaps: the last that goes, and the last that is gone, tell how many. The newest always stays.
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

/** What a form takes for its version: the days, or that it is for ever. */
export const retentionVersion = (days: number | null): string => String(days ?? 'ever')

/**
 * `seen`: what the caller takes for its version. Throws precondition_failed, and reauth_required where it gets shorter. Out:
 * what the organization keeps now.
 */
export const setAuditRetention = (
  ctx: OrgContext,
  { days }: z.infer<typeof setAuditRetentionSchema>,
  expectedVersion?: ExpectedVersion,
): Promise<number | null> =>
  withOrg(ctx, 'org:manage', async (db, session) => {
    await db.$queryRaw`select 1 from organizations where id = ${session.org.id} for update`
    const [trail] = await db.$queryRaw<{ days: number | null }[]>`
      select retention_days as days from audit_trails where organization_id = current_org()`
    const before = trail?.days ?? null
    // What is done already, when the same is asked again, is no clash.
    if (days === before) return days
    assertVersion(
      expectedVersion,
      retentionVersion(before),
      () => `Meanwhile somebody chose to keep events ${keptFor(before)}.`,
    )
    if ((days ?? Infinity) < (before ?? Infinity)) requireRecentSignIn(session)
    await db.$executeRaw`
      insert into audit_trails (retention_days) values (${days})
      on conflict (organization_id) do update set retention_days = excluded.retention_days`
    const target = { type: 'organization', id: session.org.id, name: session.org.name }
    const changes = { audit_retention_days: [before, days] as [unknown, unknown] }
    await recordAudit(db, session, 'organization.audit_retention_changed', target, changes)
    return days
  })
