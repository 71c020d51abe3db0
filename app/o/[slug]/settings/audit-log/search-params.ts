// What the address of the log says; anything that is no filter counts as not said.
import { z } from 'zod'
import { auditFilterSchema, type AuditFilter } from '@/lib/audit-log/schema'

const shape = auditFilterSchema.shape
const day = z.iso.date().catch('').default('')
const addressSchema = z.object({
  actor: shape.actor.unwrap().catch('').default(''),
  action: shape.action.unwrap().catch('').default(''),
  from: day,
  to: day,
  // A part of a name: whom to choose from, where there are many.
  person: z.string().trim().max(80).catch('').default(''),
  cursor: z.string().optional().catch(undefined),
})

export type LogAddress = z.infer<typeof addressSchema>

export const readLogAddress = (params: Record<string, string | undefined>): LogAddress => addressSchema.parse(params)

/** The address of the same log with some of it changed, from its newest page. */
export function logHref(path: string, address: Partial<LogAddress> & { format?: string }): string {
  const said = Object.entries(address).filter((session): session is [string, string] => Boolean(session[1]))
  const params = new URLSearchParams(said)
  return params.size > 0 ? `${path}?${params}` : path
}

/** Days are whole days in UTC, the last one included. */
export const toFilter = ({ actor, action, from, to }: LogAddress): AuditFilter =>
  auditFilterSchema.parse({
    actor: actor || undefined,
    action: action || undefined,
    from: from || undefined,
    to: to || undefined,
  })

export const isFiltered = ({ actor, action, from, to }: Partial<LogAddress>): boolean =>
  Boolean(actor || action || from || to)
