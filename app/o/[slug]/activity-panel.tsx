import { ActivityChart } from '@/components/activity-chart'
import type { Overview } from '@/lib/organizations/overview'
import type { Activity } from '@/lib/audit-log/timeline'
import type { MemberSession } from '@/lib/pages'
import { Panel } from './panel'
import { Timeline } from './timeline'

// With fewer active days the chart would be a single bar.
const chartedDays = 7

type ActivityPanelProps = { session: MemberSession; activity: NonNullable<Overview['activity']> }

/** Recent activity on the overview, for members who may read the audit log: events per day, and the latest changes. */
export function ActivityPanel({ session, activity: { days, events } }: ActivityPanelProps) {
  const active = days.filter(({ count }) => count > 0)
  const total = active.reduce((sum, { count }) => sum + count, 0)
  return (
    <Panel title="Activity" link={[`/o/${session.org.slug}/settings/audit-log`, 'Audit log']}>
      {active.length >= chartedDays ? (
        <div className="border-b px-5 pt-4 pb-4 sm:px-6">
          <ActivityChart days={days} label="Last 30 days" />
        </div>
      ) : (
        total > 0 && (
          <p className="text-muted border-b px-5 py-3 text-[0.8125rem] sm:px-6">
            {counted(total, 'event')} on {counted(active.length, 'day')} in the last 30 days.
          </p>
        )
      )}
      {events.length > 0 && <Timeline session={session} events={events} />}
    </Panel>
  )
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

type RecordActivityProps = { session: MemberSession; activity: Activity; of: string }

/** The timeline of a record or a member; nothing for those who may not read the audit log. */
export function RecordActivity({ session, activity, of }: RecordActivityProps) {
  if (!activity) return null
  return (
    <Panel title="Activity">
      {activity.length > 0 ? (
        <Timeline session={session} events={activity} of={of} />
      ) : (
        <p className="text-muted px-5 py-4 sm:px-6">No activity yet, or its events are no longer kept.</p>
      )}
    </Panel>
  )
}
