import { redirect } from 'next/navigation'
import { ActivityChart } from '@/components/activity-chart'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { auditFilterSchema, auditLogSearchSchema, type AuditLogSearch } from '@/lib/audit-log/schema'
import { getAuditView } from '@/lib/audit-log/view'
import { hrefOf } from '@/lib/pages'
import { orgPage } from '../../org-page'
import { SettingsHeader } from '../settings-header'
import { EventList } from './event-list'
import { Filters, isFiltered, isReversed } from './filters'

const page = orgPage(
  {
    permission: 'org:audit:read',
    title: 'Audit log',
    header: (session) => <SettingsHeader session={session} current="/audit-log" />,
    search: auditLogSearchSchema,
    load: async ({ session, home, search: { cursor, person, ...filter } }) => {
      const without = filter.action || filter.sessions ? undefined : 'session.'
      const view = await getAuditView(session, { ...toFilter(filter), without, limit: 25, cursor, person })
      const [only, ...others] = view.facets.actors
      // If the search finds a single person, filter by that person.
      if (person && !filter.actor && only && others.length === 0)
        redirect(hrefOf(`${home}/settings/audit-log`, { ...filter, actor: only.id }))
      return view
    },
  },
  ({ session, home, search: { cursor, person, ...filter }, data: { list, facets, days } }) => {
    const path = `${home}/settings/audit-log`
    return (
      <>
        <SettingsHeader
          session={session}
          current="/audit-log"
          description="Who changed what, and when."
          actions={
            <>
              <Exports path={path} filter={filter} />
              <PageLink href={`${path}/retention`} className={buttonVariants({ variant: 'secondary' })}>
                Retention
              </PageLink>
            </>
          }
        />
        <div className="pb-6">
          <ActivityChart days={days} label="Last 30 days" dayHref={path} />
        </div>
        <Filters path={path} search={{ ...filter, person }} {...facets} />
        {list.data.length > 0 ? (
          <EventList session={session} path={path} events={list.data} />
        ) : (
          <NoEvents path={path} filter={filter} />
        )}
        <Pagination
          label="Pages of events"
          firstHref={cursor && hrefOf(path, filter)}
          nextHref={list.nextCursor ? hrefOf(path, { ...filter, cursor: list.nextCursor }) : undefined}
        />
      </>
    )
  },
)

export default page
export const { generateMetadata } = page

type Filter = Omit<AuditLogSearch, 'cursor' | 'person'>

/** `from` and `to` are whole days in UTC, and `to` is included. */
const toFilter = ({ actor, action, from, to }: Filter) =>
  auditFilterSchema.parse({
    actor: actor || undefined,
    action: action || undefined,
    from: from || undefined,
    to: to || undefined,
  })

// Plain anchors, because next/link could prefetch the download.
function Exports({ path, filter }: { path: string; filter: Filter }) {
  return (['csv', 'json'] as const).map((format) => (
    <a
      key={format}
      href={hrefOf(`${path}/export`, { ...filter, format })}
      download
      className={buttonVariants({ variant: 'secondary' })}
    >
      Export {format.toUpperCase()}
    </a>
  ))
}

function NoEvents({ path, filter }: { path: string; filter: Filter }) {
  if (!isFiltered(filter))
    return <EmptyState title="No events yet" description="Changes to this organization appear here." />
  const [title, description] = isReversed(filter)
    ? ['From is after To', 'Choose a first day that is not after the last.']
    : ['No matching events', 'Try another person, action or date range.']
  return (
    <EmptyState tiles="search" title={title!} description={description}>
      <PageLink href={path} className={buttonVariants({ variant: 'secondary' })}>
        Show all events
      </PageLink>
    </EmptyState>
  )
}
