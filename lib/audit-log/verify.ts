// Checks that the trail is what was recorded: every event has the next number, the hash of the one before, and the hash of
// what it says. It begins where the trail does: after the last event that the retention removed. Range by range, so that
// neither memory nor a transaction grows with it. What was cut off at the end cannot be seen from inside: whoever must know
// that keeps the newest hash elsewhere.
import { authorizeOrg } from '@/lib/db/authorize'
import { systemContext, type OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { consume } from '@/lib/rate-limits'

const usualRange = 10_000

export type ChainCheck = {
  /** How many events follow one another unbroken. */
  events: number
  firstAt: Date | null
  lastHash: string
  /** How many events before them the retention has removed. */
  removed: number
  broken: { sequence: number; id: string; at: Date; reason: Reason } | null
}

/** `behind`: it should have gone with the others that the retention removed. */
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

/** From the first event to the newest. Throws rate_limited: a long log takes the database a while. */
export async function verifyAuditChain(ctx: OrgContext, rangeSize = usualRange): Promise<ChainCheck> {
  const { org } = await authorizeOrg(ctx)
  await consume('audit_checks_by_organization', org.id)
  return verifyRanges(rangeSize, (work) => withOrg(ctx, 'org:audit:read', work))
}

/** The same for an operator, of any organization by its id. */
export const verifyAuditChainOf = (organization: string, rangeSize = usualRange): Promise<ChainCheck> =>
  verifyRanges(rangeSize, (work) => withOrg(systemContext(organization), 'any:write', work))

// Each range is a transaction of its own, in which the caller's permission is asked again.
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
