// A refused attempt leaves its trace: after the refusal has undone its transaction, in one of its own. One per actor, target
// and minute, so that nobody fills the trail by being refused.
import { AppError } from '@/lib/errors'
import type { Permission } from '@/lib/auth/permissions'
import { isForReading, type OrgEntry } from './entry'
import { log } from '@/lib/log'
import type { Prisma } from './client'

/** In: what a door threw, for whom, and the permission that was asked for. Out: the event to record, or null for none. */
export function refusedAttempt(
  error: unknown,
  entry: OrgEntry | undefined,
  permission: Permission | 'any',
): object | null {
  if (!(error instanceof AppError) || error.code !== 'insufficient_permissions') return null
  // Whoever looks through a lesser role's eyes is refused on purpose.
  if (!entry || permission === 'any' || isOrdinary(permission) || ('viewAs' in entry && entry.viewAs)) return null
  // One who says no more than its sentence is told by that: which permission was lacking is not for guessing.
  return refusalOf(entry, error.refused ?? { type: 'rule', id: permission, name: error.message })
}

/** The event of a refusal: who was refused what. */
export function refusalOf(entry: OrgEntry, target: NonNullable<AppError['refused']>): object {
  return {
    action: 'access.refused',
    actor_type: entry.actor.type,
    actor_id: entry.actor.id,
    actor_name: entry.actor.name,
    on_behalf_of: entry.actor.type === 'user' ? null : entry.responsibleId,
    target_type: target.type,
    target_id: target.id,
    target_name: target.name,
    ip: entry.origin?.ip ?? null,
    request_id: entry.origin?.requestId ?? null,
  }
}

// Who looks where everybody may usually look tried nothing; who asks for the trail or the keys of the house did.
const isOrdinary = (permission: Permission): boolean =>
  isForReading(permission) && permission !== 'org:audit:read' && permission !== 'org:api_keys:read'

/** Records it, where the door still opens. The refusal is the answer, whatever becomes of its trace. */
export async function recordRefusal(
  event: object,
  enter: (work: (db: Pick<Prisma.TransactionClient, '$executeRaw'>) => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  try {
    await enter((db) => db.$executeRaw`select audit_once_a_minute(${JSON.stringify(event)}::jsonb)`)
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : '' }, 'a refused attempt could not be recorded')
  }
}
