// The one timeline of the application: on the overview, and on the page of a record or a member.
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { ClockTime, dayText } from '@/components/relative-time'
import { SubmitButton } from '@/components/submit-button'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { sentenceOf } from '@/lib/audit-log/sentences'
import { toDays, undoableRole, type Entry } from '@/lib/audit-log/timeline'
import { localDay } from '@/lib/date-formats'
import { offerRoleUndo } from '@/lib/members/undo'
import { viewerTimeZone, type MemberSession } from '@/lib/pages'
import { resources } from '@/lib/resources'
import { Changes } from './changes'
import { LiveActivity } from './live-activity'
import { undoAction } from './undo-action'

type TimelineProps = {
  session: MemberSession
  events: readonly AuditEvent[]
  /** The id of the page's record or member, which needs no link to itself. */
  of?: string
}

export function Timeline({ session, events, of }: TimelineProps) {
  const timeZone = viewerTimeZone()
  const [today, yesterday] = lastDays(timeZone)
  const dayName = (day: string) => (day === today ? 'Today' : day === yesterday ? 'Yesterday' : dayText(day))
  return (
    <>
      <LiveActivity />
      <ol className="timeline">
        {toDays(events, timeZone).map(({ day, entries }) => (
          <li key={day}>
            <h3>{dayName(day)}</h3>
            <ol aria-label={dayName(day)}>
              {entries.map((entry) => (
                <Event key={entry.event.id} session={session} entry={entry} of={of} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </>
  )
}

const lastDays = (timeZone: string): string[] => [0, 1].map((ago) => localDay(Date.now() - ago * 86_400_000, timeZone))

function Event({ session, entry, of }: { session: MemberSession; entry: Entry; of: string | undefined }) {
  const { event, count } = entry
  const { actor, action, id } = event
  const home = `/o/${session.org.slug}`
  const target = of === event.target.id ? null : pathOf(event)
  const sentence = sentenceOf(event, session.customRoles)
  return (
    <li>
      <Avatar name={actor.name} size="sm" />
      <div>
        <p>
          <b>{actor.name}</b>
          {actor.type === 'api_key' && ' (API key)'}{' '}
          {target ? <Linked text={sentence} name={event.target.name} href={`${home}${target}`} /> : sentence}{' '}
          {count > 1 && <Badge>{count}×</Badge>}
          {action.endsWith('.refused') && <Badge tone="danger">Refused</Badge>}
        </p>
        {action.endsWith('.updated') && (
          <Changes event={withoutSaid(event, sentence)} customRoles={session.customRoles} />
        )}
        <Undo session={session} entry={entry} />
      </div>
      <PageLink href={`${home}/settings/audit-log/events/${id}`} title="Details of this event">
        <ClockTime date={event.occurredAt} />
      </PageLink>
    </li>
  )
}

/** The sentence, in which the name of the target is a link. */
function Linked({ text, name, href }: { text: string; name: string; href: string }) {
  const at = name ? text.lastIndexOf(name) : -1
  if (at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <PageLink href={href}>{breakable(name)}</PageLink>
      {text.slice(at + name.length)}
    </>
  )
}

// An address breaks after its @, and not within a word.
const breakable = (name: string) => {
  const at = name.indexOf('@') + 1
  return at === 0 ? (
    name
  ) : (
    <>
      {name.slice(0, at)}
      <wbr />
      {name.slice(at)}
    </>
  )
}

/** Without the changes that the sentence says already, such as a new name. */
function withoutSaid(event: AuditEvent, sentence: string): AuditEvent {
  const isSaid = (values: unknown[]) => values.every((value) => typeof value === 'string' && sentence.includes(value))
  const changes = Object.entries(event.changes).filter(([, values]) => !isSaid(values))
  return { ...event, changes: Object.fromEntries(changes) as AuditEvent['changes'] }
}

function Undo({ session, entry }: { session: MemberSession; entry: Entry }) {
  const former = undoableRole(entry, session)
  const role = String(entry.event.changes.role?.[1])
  const undo = former && offerRoleUndo(session, { organization: session.org.id, role, former: [former] })
  return (
    undo && (
      <Form action={undoAction} fields={undo} className="inline-grid">
        <SubmitButton variant="secondary" size="sm">
          Undo
        </SubmitButton>
      </Form>
    )
  )
}

/** The path of the target below the organization's; null if it has no page, or has none any more. */
function pathOf({ action, target }: AuditEvent): string | null {
  if (!target.id || /\.(deleted|removed|left|revoked|declined|accepted)$/.test(action)) return null
  const resource = resources.find(({ noun }) => noun.replaceAll(' ', '_') === target.type)
  if (resource) return `/${resource.path}/${target.id}`
  if (target.type === 'user' || target.type === 'member') return `/members/${target.id}`
  if (target.type === 'role') return target.id.startsWith('role_') ? `/settings/roles/${target.id}` : null
  if (target.type === 'api_key') return `/settings/api-keys/${target.id}`
  return target.type === 'invitation' ? `/invitations/${target.id}` : null
}
