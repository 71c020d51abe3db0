import { Icon } from '@/components/icon'
import { PageLink } from '@/components/page-link'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { systemActor } from '@/lib/audit-log/actors'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { sentenceOf, valueOf } from '@/lib/audit-log/sentences'
import { hrefOf, type MemberSession } from '@/lib/pages'

type EventListProps = { session: MemberSession; path: string; events: AuditEvent[] }

/** The events as a list, also on wide screens: each row is a sentence that opens to its details. */
export function EventList({ session, path, events }: EventListProps) {
  return (
    <ol aria-label="Events" className="bg-surface shadow-raised divide-y overflow-hidden rounded-xl border">
      {events.map((event) => (
        <li key={event.id}>
          <details className="group">
            <summary className="hover:bg-hover flex min-h-14 items-center gap-3 px-4 py-2.5 -outline-offset-2">
              <Avatar name={event.actor.name} />
              <span className="min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-4">
                <span className="block min-w-0 flex-1 text-pretty wrap-anywhere">
                  <ActorName event={event} /> {sentenceOf(event, session.customRoles)}{' '}
                  {event.action.endsWith('.refused') && <Badge tone="danger">Refused</Badge>}
                </span>
                <span className="text-muted block shrink-0 text-[0.8125rem]">
                  <RelativeTime date={event.occurredAt} />
                </span>
              </span>
              <Icon name="forward" className="text-muted size-3.5 transition-transform group-open:rotate-90" />
            </summary>
            <Behind session={session} path={path} event={event} />
          </details>
        </li>
      ))}
    </ol>
  )
}

function ActorName({ event: { actor, onBehalfOf } }: { event: AuditEvent }) {
  return (
    <>
      <strong className="font-semibold">{actor.name}</strong>
      {actor.type === 'api_key' && (
        <span className="text-muted"> (API key{onBehalfOf?.name && ` for ${onBehalfOf.name}`})</span>
      )}
    </>
  )
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long', timeZone: 'UTC' })

const onBehalfFact = ({ id, name }: NonNullable<AuditEvent['onBehalfOf']>): [string, React.ReactNode] => [
  'On behalf of',
  <Named key="on_behalf_of" name={name ?? 'A former member'} id={id} />,
]

function Behind({ session, path, event }: BehindProps) {
  const { actor, onBehalfOf, target } = event
  const facts: [string, React.ReactNode][] = [
    ['When', moment.format(event.occurredAt)],
    ['Action', <code key="action">{event.action}</code>],
    ['Actor', <Named key="actor" {...actor} />],
    ...(onBehalfOf ? [onBehalfFact(onBehalfOf)] : []),
    ['Target', <Named key="target" {...target} />],
    ['Address', event.ip ?? 'unknown'],
    ['Request', event.requestId ?? 'none'],
    ['Event', `${event.id}, number ${event.sequence}`],
  ]
  return (
    <div className="bg-sunken/50 grid gap-4 border-t px-4 py-4 sm:pl-15">
      <Changes session={session} event={event} />
      <dl className="grid gap-x-6 gap-y-1.5 text-[0.8125rem] sm:grid-cols-[6rem_minmax(0,1fr)]">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="wrap-anywhere max-sm:pb-1.5">{value}</dd>
          </div>
        ))}
      </dl>
      <PageLink
        href={hrefOf(path, { actor: actor.id ?? systemActor })}
        className="justify-self-start text-[0.8125rem] underline"
      >
        Everything by {actor.id ? actor.name : 'the system'}
      </PageLink>
    </div>
  )
}

type BehindProps = { session: MemberSession; path: string; event: AuditEvent }

function Named({ name, id }: { name: string; id: string | null }) {
  return (
    <>
      {name} {id && <code className="text-muted">{id}</code>}
    </>
  )
}

function Changes({ session, event }: { session: MemberSession; event: AuditEvent }) {
  const changes = Object.entries(event.changes)
  if (changes.length === 0) return null
  return (
    <ul aria-label="Changes" className="grid gap-3">
      {changes.map(([field, [before, after]]) => (
        <li key={field} className="grid gap-1 text-[0.8125rem]">
          <span className="font-medium">{field.charAt(0).toUpperCase() + field.slice(1).replaceAll('_', ' ')}</span>
          <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <span className="sr-only">before: </span>
            <del className="bg-danger-soft text-danger-text rounded-sm px-1.5 wrap-anywhere whitespace-pre-line no-underline">
              {valueOf(field, before, session.customRoles)}
            </del>
            <span aria-hidden className="text-muted">
              →
            </span>
            <span className="sr-only">after: </span>
            <ins className="bg-success-soft text-success-text rounded-sm px-1.5 wrap-anywhere whitespace-pre-line no-underline">
              {valueOf(field, after, session.customRoles)}
            </ins>
          </span>
        </li>
      ))}
    </ul>
  )
}
