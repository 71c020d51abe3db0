import type { ReactNode } from 'react'
import { PageLink } from '@/components/page-link'
import { exactTime } from '@/components/relative-time'
import { BackLink } from '@/components/route-dialog'
import { buttonVariants } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { systemActor } from '@/lib/audit-log/actors'
import { getAuditEvent } from '@/lib/audit-log/queries'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { nothing, sentenceOf, valueOf } from '@/lib/audit-log/sentences'
import { hrefOf } from '@/lib/pages'
import type { CustomRoles } from '@/lib/permissions/roles'
import { orgDialog } from '../../../../org-dialog'

const page = orgDialog(
  {
    permission: 'org:audit:read',
    load: ({ session, params }) => getAuditEvent(session, params.id!),
    title: ({ action }) => action,
    back: ['/settings/audit-log', 'Audit log'],
  },
  ({ session, home, data: event }) => ({
    title: `${event.actor.name} ${sentenceOf(event, session.customRoles)}`,
    description: exactTime(event.occurredAt, 'second'),
    children: <Details event={event} customRoles={session.customRoles} list={`${home}/settings/audit-log`} />,
  }),
)

export default page
export const { generateMetadata } = page

type ChangesProps = { event: AuditEvent; customRoles: CustomRoles }

function Details({ event, customRoles, list }: ChangesProps & { list: string }) {
  const { actor } = event
  return (
    <div className="grid gap-5">
      <Changes event={event} customRoles={customRoles} />
      <dl className="grid gap-x-6 gap-y-1.5 text-[0.8125rem] sm:grid-cols-[6rem_minmax(0,1fr)]">
        {factsOf(event).map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="wrap-anywhere max-sm:pb-1.5">{value}</dd>
          </div>
        ))}
      </dl>
      <DialogActions>
        <PageLink
          href={hrefOf(list, { actor: actor.id ?? systemActor })}
          className={buttonVariants({ variant: 'ghost', className: 'min-w-0 shrink!' })}
        >
          <span className="truncate">All events by {actor.id ? actor.name : 'the system'}</span>
        </PageLink>
        <BackLink href={list}>Close</BackLink>
      </DialogActions>
    </div>
  )
}

function factsOf({ id, sequence, action, actor, onBehalfOf, target, ip, requestId }: AuditEvent) {
  const facts: [string, ReactNode][] = [
    ['Action', <code>{action}</code>],
    ['Actor', <Named {...actor} />],
    ...(onBehalfOf
      ? [
          ['On behalf of', <Named name={onBehalfOf.name ?? 'A former member'} id={onBehalfOf.id} />] as [
            string,
            ReactNode,
          ],
        ]
      : []),
    ['Target', <Named {...target} />],
    ['Address', ip ?? 'unknown'],
    ['Request', requestId ?? 'none'],
    ['Event', `${id}, number ${sequence}`],
  ]
  return facts
}

function Named({ name, id }: { name: string; id: string | null }) {
  return (
    <>
      {name} {id && <code className="text-muted">{id}</code>}
    </>
  )
}

/** The changed fields in words. A value that was or is empty has no text. */
function changesOf({ event, customRoles }: ChangesProps) {
  const inWords = (field: string, value: unknown) => {
    const text = valueOf(field, value, customRoles)
    return text === nothing ? undefined : text
  }
  return Object.entries(event.changes)
    .map(([field, [before, after]]) => ({
      label: field.charAt(0).toUpperCase() + field.slice(1).replaceAll('_', ' '),
      before: inWords(field, before),
      after: inWords(field, after),
    }))
    .filter(({ before, after }) => before ?? after)
}

function Changes(props: ChangesProps) {
  const changes = changesOf(props)
  if (changes.length === 0) return null
  return (
    <ul aria-label="Changes" className="grid gap-3">
      {changes.map(({ label, before, after }) => (
        <li key={label} className="grid gap-1 text-[0.8125rem]">
          <span className="font-medium">{label}</span>
          <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            {before && <Before>{before}</Before>}
            {before && after && (
              <span aria-hidden className="text-muted">
                →
              </span>
            )}
            {after && <After>{after}</After>}
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
