// A refused attempt leaves its trace: after the refusal has undone its transaction, in one of its own. One per actor, target
// and minute, so that refusals cannot fill the log.
import { AppError } from '@/lib/errors'
import { isForReading, type Permission, type Needed } from '@/lib/permissions/catalogue'
import type { OrgSession } from './session'
import { log } from '@/lib/log'
import type { Db } from './scope'

export type RefusedAttempt = { session: OrgSession; target: NonNullable<AppError['refused']> }

/** In: what a transaction threw, for whom, and what was asked for. Out: what to record, or null for nothing. */
export function refusedAttempt(error: unknown, session: OrgSession | undefined, needed: Needed): RefusedAttempt | null {
  if (!(error instanceof AppError) || error.code !== 'insufficient_permissions') return null
  // Who looks through a lesser role's eyes is refused on purpose.
  if (!session || ('viewAs' in session && session.viewAs)) return null
  if (needed === 'any' || needed === 'any:write' || isOrdinary(needed)) return null
  // One who says no more than its sentence is told by that: which permission was lacking is not for guessing.
  return { session, target: error.refused ?? { type: 'rule', id: needed, name: error.message } }
}

// Who looks where everybody may usually look tried nothing; who asks for the log or the keys of the house did.
const isOrdinary = (permission: Permission): boolean =>
  isForReading(permission) && permission !== 'org:audit:read' && permission !== 'org:api_keys:read'

/** Records it, where the caller may still enter. The refusal is the answer, even where its trace cannot be written. */
export async function recordRefusal(
  attempt: RefusedAttempt,
  enter: (work: (db: Pick<Db, '$executeRaw'>) => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  try {
    await enter((db) => insertRefusal(db, attempt))
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : '' }, 'a refused attempt could not be recorded')
  }
}

/** Inside the organization. The lock is the chain's own: of two at the same moment, the second sees the first. */
export async function insertRefusal(db: Pick<Db, '$executeRaw'>, { session, target }: RefusedAttempt): Promise<void> {
  const { actor, responsibleId, org, origin } = session
  const onBehalfOf = actor.type === 'user' ? null : responsibleId
  await db.$executeRaw`select pg_advisory_xact_lock(hashtext('audit_events'), hashtext(${org.id}))`
  await db.$executeRaw`
    insert into audit_events (action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id, target_name, ip, request_id)
      select 'access.refused', ${actor.type}, ${actor.id}, ${actor.name}, ${onBehalfOf}, ${target.type}, ${target.id},
        ${target.name}, ${origin?.ip ?? null}, ${origin?.requestId ?? null}
      where not exists (select from audit_events
        where organization_id = (select current_org()) and occurred_at > clock_timestamp() - interval '1 minute'
          and action = 'access.refused' and actor_id = ${actor.id} and target_id = ${target.id})`
}
