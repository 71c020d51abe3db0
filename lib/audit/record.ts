// Writes the audit trail: an event in the same transaction as the change that it tells of. The database adds its place in
// the organization's chain, and lets nobody change it afterwards.
import type { OrgEntry } from '@/lib/db/entry'
import type { OrgDb } from '@/lib/db/with-org'

/** What was acted upon. `id` is null for something that has none. */
export type AuditTarget = { type: string; id: string | null; name: string }

/** Before and after, by field; null where there was or is nothing. Never a secret. */
export type AuditChanges = Record<string, [before: unknown, after: unknown]>

/** In: the door's `db` and entry, an action as `noun.verbed`, and what it was done to. */
export async function recordAudit(
  db: OrgDb,
  { actor, responsibleId, origin }: OrgEntry,
  action: string,
  target: AuditTarget,
  changes: AuditChanges = {},
): Promise<void> {
  const onBehalfOf = actor.type === 'user' ? null : responsibleId
  await db.$executeRaw`
    insert into audit_events (action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id, target_name,
      changes, ip, request_id)
    values (${action}, ${actor.type}, ${actor.id}, ${actor.name}, ${onBehalfOf}, ${target.type}, ${target.id},
      ${target.name}, ${JSON.stringify(changes)}::jsonb, ${origin?.ip ?? null}, ${origin?.requestId ?? null})`
}
