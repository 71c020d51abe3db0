import { ActivityChart } from '@/components/activity-chart'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { listAuditEvents } from '@/lib/audit-log/queries'
import { countActivity } from '@/lib/audit-log/view'
import { sentenceOf } from '@/lib/audit-log/sentences'
import type { MemberSession } from '@/lib/pages'
import { Panel } from './panel'

const shown = 8
const read = 60

/** Recent activity, for members who may read the audit log: events per day, and the latest ones as sentences. */
export async function ActivityPanel({ session }: { session: MemberSession }) {
  const [days, { data }] = await Promise.all([countActivity(session), listAuditEvents(session, { limit: read })])
  const events = data.filter(isNews).slice(0, shown)
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

// The chart counts sign-ins, too; in this list they would push out the changes.
const isNews = ({ action }: AuditEvent): boolean => action !== 'session.entered' && action !== 'session.ended'

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
