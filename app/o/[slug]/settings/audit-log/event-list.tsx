import { DataTable } from '@/components/data-table'
import type { Row } from '@/components/table-rows'
import { timeText } from '@/components/relative-time'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { sentenceOf } from '@/lib/audit-log/sentences'
import type { MemberSession } from '@/lib/pages'

type EventListProps = { session: MemberSession; path: string; events: AuditEvent[] }

const columns = [
  { key: 'event', label: 'Event', avatar: true, wrap: true },
  { key: 'result', label: 'Result' },
  { key: 'time', label: 'Time', align: 'end' },
] as const

/** The events as sentences. Each opens to its details, in a dialog. */
export function EventList({ session, path, events }: EventListProps) {
  const refused = events.some(isRefused)
  return (
    <DataTable
      label="Events"
      columns={columns.filter(({ key }) => key !== 'result' || refused)}
      rows={events.map((event) => toRow(session, event))}
      path={`${path}/events`}
    />
  )
}

function toRow(session: MemberSession, event: AuditEvent): Row {
  return {
    id: event.id,
    cells: {
      event: {
        title: event.actor.name,
        note: `${throughKey(event)}${sentenceOf(event, session.customRoles)}`,
      },
      result: isRefused(event) ? { badge: 'Refused', tone: 'danger' } : null,
      time: timeText(event.occurredAt),
    },
  }
}

const isRefused = ({ action }: AuditEvent): boolean => action.endsWith('.refused')

const throughKey = ({ actor, onBehalfOf }: AuditEvent): string =>
  actor.type === 'api_key' ? `(API key${onBehalfOf?.name ? ` for ${onBehalfOf.name}` : ''}) ` : ''
