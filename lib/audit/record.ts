// Writes the audit log: an event in the same transaction as the change that it describes. The database adds the event
// to the organization's chain and prevents later changes.
import type { Author } from '@/lib/db/session'
import { currentScope } from '@/lib/db/scope'
import type { OrgDb } from '@/lib/db/with-org'

/** What the action changed. `id` is null if the target has none. */
type AuditTarget = { type: string; id: string | null; name: string }

/** An organization as the target of an event. */
export const organizationTarget = ({ id, name }: { id: string; name: string }): AuditTarget => ({
  type: 'organization',
  id,
  name,
})

/** The value before and after, by field; null for none. Must not contain secrets. */
export type AuditChanges = Record<string, [before: unknown, after: unknown]>

export type NewAuditEvent = { action: string; target: AuditTarget; changes?: AuditChanges }

// Told of every organization that got an event, after the commit. Set by the server, and by no script or test.
const shared = globalThis as { auditListener?: (organizationId: string) => void }

/** Sets the one listener that is told of each organization with new events, after their commit. */
export const onAuditEvents = (listener: (organizationId: string) => void): void => {
  shared.auditListener = listener
}

/** In: `db` and session of the scoped transaction, an action as `noun.verbed`, its target and changes. */
export const recordAudit = (
  db: OrgDb,
  author: Author & { organization?: string | null },
  action: string,
  target: AuditTarget,
  changes: AuditChanges = {},
): Promise<void> => recordAudits(db, author, [{ action, target, changes }])

/**
 * Several events of one author, in order. They are written together with the commit, so that the lock of the
 * organization's chain is held no longer than the commit takes.
 */
export async function recordAudits(
  db: OrgDb,
  { actor, responsibleId, origin, organization }: Author & { organization?: string | null },
  events: NewAuditEvent[],
): Promise<void> {
  if (events.length === 0) return
  // Sign-ins are not news.
  if (organization && events.some(({ action }) => !action.startsWith('session.')))
    currentScope().afterCommit.push(() => shared.auditListener?.(organization))
  const onBehalfOf = actor.type === 'user' ? null : responsibleId
  const rows = JSON.stringify(events.map(({ action, target, changes = {} }) => ({ action, target, changes })))
  await db.$beforeCommit`
    insert into audit_events (action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id, target_name,
      changes, ip, request_id)
    select e->>'action', ${actor.type}, ${actor.id}, ${actor.name}, ${onBehalfOf}, e#>>'{target,type}', e#>>'{target,id}',
      e#>>'{target,name}', e->'changes', ${origin?.ip ?? null}, ${origin?.requestId ?? null}
    from jsonb_array_elements(${rows}::jsonb) with ordinality as t(e, position) order by position`
}

/** The fields that differ, each with the value before and after. `before` has every field that `after` may have. */
export function changesBetween<T extends object>(
  before: { [K in keyof NoInfer<T>]-?: unknown },
  after: T,
): AuditChanges {
  const fields = Object.keys(after) as (keyof T & string)[]
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
  return Object.fromEntries(changed.map((field) => [field, [before[field], after[field]]]))
}
