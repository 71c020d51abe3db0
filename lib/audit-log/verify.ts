// Verifies the audit log: every event must have the next number, the hash of the previous event, and the hash of its
// own content. It starts after the last event that the retention deleted, and reads range by range, so that neither
// memory nor a transaction grows with the log. Events that were cut off at the end cannot be detected from inside: to
// detect that, keep the newest hash elsewhere.
import { authorizeOrg } from '@/lib/db/authorize'
import { systemContext, type OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { consume } from '@/lib/requests/rate-limits'

const defaultRangeSize = 10_000

export type ChainCheck = {
  /** How many events form an unbroken chain. */
  events: number
  firstAt: Date | null
  lastHash: string
  /** How many earlier events the retention has deleted. */
  removed: number
  broken: { sequence: number; id: string; at: Date; reason: Reason } | null
}

/** `behind`: the retention should have deleted the event. */
type Reason = 'missing' | 'order' | 'changed' | 'behind'

type RangeRow = {
  events: number
  last_sequence: bigint | null
  last_hash: string | null
  first_at: Date | null
  broken_sequence: bigint | null
  broken_id: string | null
  broken_at: Date | null
  reason: Reason | null
  removed: bigint
}

/** Verifies the whole chain. Throws rate_limited, because a long log takes the database a while. */
export async function verifyAuditChain(ctx: OrgContext, rangeSize = defaultRangeSize): Promise<ChainCheck> {
  const { org } = await authorizeOrg(ctx)
  await consume('audit_checks_by_organization', org.id)
  return verifyRanges(rangeSize, (work) => withOrg(ctx, 'org:audit:read', work))
}

/** The same for an operator, for any organization by its id. */
export const verifyAuditChainOf = (organization: string, rangeSize = defaultRangeSize): Promise<ChainCheck> =>
  verifyRanges(rangeSize, (work) => withOrg(systemContext(organization), 'any:write', work))

// Each range has its own transaction, which checks the permission again.
async function verifyRanges(
  rangeSize: number,
  enter: (work: (db: OrgDb) => Promise<RangeRow>) => Promise<RangeRow>,
): Promise<ChainCheck> {
  let after = '0'
  const check: ChainCheck = { events: 0, firstAt: null, lastHash: '', removed: 0, broken: null }
  for (let first = true; ; first = false) {
    const range = await enter((db) => readRange(db, after, check.lastHash, rangeSize))
    check.firstAt ??= range.first_at
    check.events += range.events
    if (first) check.removed = Number(range.removed)
    check.broken = toBroken(range)
    if (check.broken || range.events < rangeSize) return { ...check, lastHash: range.last_hash ?? check.lastHash }
    after = String(range.last_sequence)
    check.lastHash = range.last_hash!
  }
}

async function readRange(db: OrgDb, after: string, hash: string, rangeSize: number): Promise<RangeRow> {
  const [range] = await db.$queryRaw<RangeRow[]>`
    select c.*, coalesce((select t.anchor_sequence from audit_trails t where t.organization_id = current_org()), 0) as removed
    from check_audit_chain(${after}::bigint, ${hash}, ${rangeSize}::int) c`
  return range!
}

const toBroken = (row: RangeRow): ChainCheck['broken'] =>
  row.reason && {
    sequence: Number(row.broken_sequence),
    id: row.broken_id!,
    at: row.broken_at!,
    reason: row.reason,
  }
