// Records refused attempts in the audit log, in a separate transaction after the refused one was rolled back. At most
// one per actor, target and minute, so that refusals cannot fill the log.
import { AppError } from '@/lib/errors'
import { isForReading, type Permission, type Needed } from '@/lib/permissions/catalogue'
import type { OrgSession } from './session'
import { log } from '@/lib/log'
import type { Db } from './scope'

type RefusedAttempt = { session: OrgSession; target: NonNullable<AppError['refused']> }

/** In: the error of a transaction, its session and the needed permission. Out: what to record, or null. */
export function refusedAttempt(error: unknown, session: OrgSession | undefined, needed: Needed): RefusedAttempt | null {
  if (!(error instanceof AppError) || error.code !== 'insufficient_permissions') return null
  // A refusal while viewing as another role is intended.
  if (!session || ('viewAs' in session && session.viewAs)) return null
  if (needed === 'any' || needed === 'any:write' || isOrdinary(needed)) return null
  // Without a stated target the event carries only the message: the missing permission may be a different one.
  return { session, target: error.refused ?? { type: 'rule', id: needed, name: error.message } }
}

// Refused reads are ordinary, except of the audit log and the API keys.
const isOrdinary = (permission: Permission): boolean =>
  isForReading(permission) && permission !== 'org:audit:read' && permission !== 'org:api_keys:read'

/**
 * Records the attempt, through `run`, if the caller still has access. A failure to record is logged and does not
 * replace the refusal.
 */
export async function recordRefusal(
  attempt: RefusedAttempt,
  run: (work: (db: Pick<Db, '$executeRaw'>) => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  try {
    await run((db) => insertRefusal(db, attempt))
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : '' }, 'a refused attempt could not be recorded')
  }
}

/**
 * Inside the organization's transaction. It takes the lock of the audit chain, so that of two simultaneous refusals the
 * second one sees the first.
 */
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
