// An event of the audit log: its type, its JSON, and the filter of the log.
import { z } from 'zod'
import { idSchema, nameSchema, timeSchema } from '@/lib/schemas'
import type { AuditChanges } from '@/lib/audit/record'

export type AuditEvent = {
  id: string
  sequence: string
  action: string
  actor: { type: string; id: string | null; name: string }
  /** The person responsible for what an API key did. */
  onBehalfOf: { id: string; name: string | null } | null
  target: { type: string; id: string | null; name: string }
  changes: AuditChanges
  ip: string | null
  requestId: string | null
  occurredAt: Date
  hash: string
}

const earliest = 0
const latest = Date.UTC(9999, 0)

// A date without a time includes the whole day: `from` its first moment, `to` its last.
const boundSchema = (endOfDay: string) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date().transform((day) => `${day}T${endOfDay}Z`)], {
      error: 'Use a time like 2026-03-01T00:00:00Z.',
    })
    .transform((text) => new Date(Math.min(Math.max(new Date(text).getTime(), earliest), latest)))

export const auditFilterSchema = z.object({
  actor: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'The id of a person or an API key, or system for events without an actor.' }),
  action: z
    .string()
    .regex(/^[a-z0-9_]+\.([a-z0-9_]+)?$/, 'Use an action like role.created, or all of a kind like role.')
    .max(64)
    .optional(),
  from: boundSchema('00:00:00.000').optional(),
  to: boundSchema('23:59:59.999').optional(),
})

/**
 * `action` is exact, or a prefix that ends in a dot; `without` is such a prefix of what is left out. `from` and `to` are
 * inclusive.
 */
export type AuditFilter = z.infer<typeof auditFilterSchema> & { without?: string | undefined }

const filters = auditFilterSchema.shape
const daySchema = z.iso.date().catch('').default('')

/** What the address of the audit log says; anything that is no filter counts as not said. */
export const auditLogSearchSchema = z.object({
  actor: filters.actor.unwrap().catch('').default(''),
  action: filters.action.unwrap().catch('').default(''),
  from: daySchema,
  to: daySchema,
  // A part of a name: whom to choose from, where there are many.
  person: z.string().trim().max(80).catch('').default(''),
  // Sign-ins and sign-outs would drown the changes.
  sessions: z.enum(['', 'shown']).catch('').default(''),
  cursor: z.string().optional().catch(undefined),
})

export type AuditLogSearch = z.infer<typeof auditLogSearchSchema>

export const auditEventJsonSchema = z
  .object({
    id: idSchema('evt'),
    action: z.string().meta({ description: 'As noun.verbed.', example: 'member.role_changed' }),
    actor: z.object({
      type: z.string().meta({ description: 'user, api_key or system.', example: 'user' }),
      id: z.string().nullable(),
      name: nameSchema('Jane Okafor'),
    }),
    on_behalf_of: z
      .object({ id: idSchema('user'), name: z.string().nullable() })
      .nullable()
      .meta({ description: 'The creator of the API key that acted.' }),
    target: z.object({ type: z.string(), id: z.string().nullable(), name: z.string() }),
    changes: z
      .record(z.string(), z.tuple([z.unknown(), z.unknown()]))
      .meta({ description: 'Before and after, by field.', example: { role: ['member', 'admin'] } }),
    ip: z.string().nullable(),
    request_id: z.string().nullable(),
    occurred_at: timeSchema,
    sequence: z.int().meta({ description: 'Its place in the organization’s chain.' }),
    hash: z.string().meta({ description: 'SHA-256 over the event and the hash before it.' }),
  })
  .meta({ id: 'AuditEvent' })

/** The JSON of an event in the API and in exports. */
export const toAuditEventJson = (event: AuditEvent): z.input<typeof auditEventJsonSchema> => ({
  id: event.id,
  action: event.action,
  actor: event.actor,
  on_behalf_of: event.onBehalfOf,
  target: event.target,
  changes: event.changes,
  ip: event.ip,
  request_id: event.requestId,
  occurred_at: event.occurredAt.toISOString(),
  sequence: Number(event.sequence),
  hash: event.hash,
})
