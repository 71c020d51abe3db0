import type { ReactNode } from 'react'
import { PageLink } from '@/components/page-link'
import { exactTime } from '@/components/relative-time'
import { BackLink } from '@/components/route-dialog'
import { buttonVariants } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { systemActor } from '@/lib/audit-log/actors'
import { getAuditEvent } from '@/lib/audit-log/queries'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { sentenceOf } from '@/lib/audit-log/sentences'
import { hrefOf } from '@/lib/pages'
import type { CustomRoles } from '@/lib/permissions/roles'
import { Changes } from '../../../../changes'
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

type DetailsProps = { event: AuditEvent; customRoles: CustomRoles; list: string }

function Details({ event, customRoles, list }: DetailsProps) {
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
    ['IP address', ip ? <code>{ip}</code> : 'Unknown'],
    ['Request', requestId ? <code>{requestId}</code> : 'None'],
    ['Event', <Named name={`Number ${sequence}`} id={id} />],
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
