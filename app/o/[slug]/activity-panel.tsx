import { ActivityChart } from '@/components/activity-chart'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/relative-time'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { sentenceOf } from '@/lib/audit-log/sentences'
import type { Overview } from '@/lib/organizations/overview'
import type { MemberSession } from '@/lib/pages'
import { Panel } from './panel'

type ActivityPanelProps = { session: MemberSession; activity: NonNullable<Overview['activity']> }

/** Recent activity, for members who may read the audit log: events per day, and the latest changes as sentences. */
export function ActivityPanel({ session, activity: { days, events } }: ActivityPanelProps) {
  return (
    <Panel title="Activity" link={[`/o/${session.org.slug}/settings/audit-log`, 'Audit log']}>
      <div className="px-5 pt-4 pb-4">
        <ActivityChart days={days} label="Last 30 days" />
      </div>
      {events.length > 0 && (
        <ol aria-label="Latest events" className="divide-y border-t">
          {events.map((event) => (
            <Event key={event.id} session={session} event={event} />
          ))}
        </ol>
      )}
    </Panel>
  )
}

function Event({ session, event }: { session: MemberSession; event: AuditEvent }) {
  const { actor } = event
  return (
    <li className="flex items-start gap-3 px-5 py-2.5">
      <Avatar name={actor.name} size="sm" />
      <span className="flex min-w-0 grow flex-wrap items-baseline gap-x-4 pt-0.5">
        <span className="min-w-0 grow basis-64 text-pretty wrap-anywhere">
          <strong className="font-medium">{actor.name}</strong>
          {actor.type === 'api_key' && <span className="text-muted"> (API key)</span>}{' '}
          <span className="text-muted">{sentenceOf(event, session.customRoles)}</span>{' '}
          {event.action.endsWith('.refused') && <Badge tone="danger">Refused</Badge>}
        </span>
        <span className="text-muted shrink-0 text-[0.8125rem]">
          <RelativeTime date={event.occurredAt} />
        </span>
      </span>
    </li>
  )
}
