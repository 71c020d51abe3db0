import type { AuditEvent } from '@/lib/audit-log/schema'
import { nothing, valueOf } from '@/lib/audit-log/sentences'
import { capitalize } from '@/lib/permissions/catalogue'
import type { CustomRoles } from '@/lib/permissions/roles'

type ChangesProps = { event: AuditEvent; customRoles: CustomRoles }

/** The changed fields in words. A value that was or is empty has no text. */
function changesOf({ event, customRoles }: ChangesProps) {
  const inWords = (field: string, value: unknown) => {
    const text = valueOf(field, value, customRoles)
    return text === nothing ? undefined : text
  }
  return Object.entries(event.changes)
    .map(([field, [before, after]]) => ({
      label: capitalize(field.replace(/_at$/, '').replaceAll('_', ' ')),
      before: inWords(field, before),
      after: inWords(field, after),
    }))
    .filter(({ before, after }) => before ?? after)
}

/** What an event changed, field by field; nothing if it changed no field. */
export function Changes(props: ChangesProps) {
  const changes = changesOf(props)
  if (changes.length === 0) return null
  return (
    <ul aria-label="Changes" className="grid gap-3">
      {changes.map(({ label, before, after }) => (
        <li key={label} className="grid gap-1 text-[0.8125rem]">
          <span className="font-medium">{label}</span>
          <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            {before && <Before>{before}</Before>}
            {after && (
              <span className="flex items-baseline gap-x-2">
                {before && (
                  <span aria-hidden className="text-muted">
                    →
                  </span>
                )}
                <After>{after}</After>
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

const look = 'rounded-sm px-1.5 wrap-anywhere whitespace-pre-line no-underline'

const Before = ({ children }: { children: string }) => (
  <>
    <span className="sr-only">before: </span>
    <del className={`bg-danger-soft text-danger-text ${look}`}>{children}</del>
  </>
)

const After = ({ children }: { children: string }) => (
  <>
    <span className="sr-only">after: </span>
    <ins className={`bg-success-soft text-success-text ${look}`}>{children}</ins>
  </>
)
