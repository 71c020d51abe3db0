import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ActivityChart } from '@/components/activity-chart'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { listAuditEvents } from '@/lib/audit-log/queries'
import { getAuditView } from '@/lib/audit-log/view'
import { can } from '@/lib/permissions/grants'
import { type MemberSession, requireOrg, readParams, type SearchParams } from '@/lib/pages'
import { AppError } from '@/lib/errors'
import { AccessDenied } from '../../access-denied'
import { SettingsHeader } from '../settings-header'
import { EventList } from './event-list'
import { Filters } from './filters'
import { isFiltered, logHref, readLogAddress, toFilter, type LogAddress } from './search-params'
import { Retention } from './retention'
import { VerifyChain } from './verify-chain'

export const metadata: Metadata = { title: 'Audit log' }

type AuditLogPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

const pageSize = 25
const description = 'Who changed what, and when.'

export default async function AuditLogPage({ params, searchParams }: AuditLogPageProps) {
  const session = await requireOrg(params)
  const { slug } = session.org
  const path = `/o/${slug}/settings/audit-log`
  const header = { slug, current: '/audit-log', description } as const
  if (!can(session, 'org:audit:read'))
    return (
      <>
        <SettingsHeader {...header} />
        <AccessDenied session={session} permission="org:audit:read" back={['/settings', 'Settings']} />
      </>
    )
  const address = readLogAddress(await readParams(searchParams))
  const { cursor, person, ...filter } = address
  const [{ data, nextCursor }, { facets, days, retention }] = await Promise.all([
    listPage(session, path, address),
    getAuditView(session, { person, actor: address.actor }),
  ])
  const [only] = facets.actors
  // Who was looked for by name, and is the only one of that name, is whom they meant.
  if (person && !filter.actor && only && facets.actors.length === 1)
    redirect(logHref(path, { ...filter, actor: only.id }))
  return (
    <>
      <SettingsHeader {...header} actions={<Exports path={path} filter={filter} />} />
      <Card className="mb-6">
        <CardBody>
          <ActivityChart days={days} label="Activity in the last 30 days" />
        </CardBody>
      </Card>
      <Filters path={path} address={{ ...filter, person }} {...facets} />
      {data.length > 0 ? (
        <EventList session={session} path={path} events={data} />
      ) : (
        <NoEvents path={path} filter={filter} />
      )}
      <Pagination
        label="Pages of events"
        firstHref={cursor && logHref(path, filter)}
        nextHref={nextCursor ? logHref(path, { ...filter, cursor: nextCursor }) : undefined}
      />
      <div className="grid gap-6 pt-8">
        <Card>
          <CardBody>
            <VerifyChain slug={slug} />
          </CardBody>
        </Card>
        <Retention session={session} retention={retention} />
      </div>
    </>
  )
}

async function listPage(session: MemberSession, path: string, address: LogAddress) {
  try {
    return await listAuditEvents(session, { ...toFilter(address), limit: pageSize, cursor: address.cursor })
  } catch (error) {
    // A cursor that is cut short, or of another organization: the newest page is what they were after.
    if (address.cursor && error instanceof AppError && error.code === 'validation_failed')
      redirect(logHref(path, { ...address, cursor: '' }))
    throw error
  }
}

// Plain links: a download is no page, and must not be fetched before somebody asks for it.
function Exports({ path, filter }: { path: string; filter: Partial<LogAddress> }) {
  return (['csv', 'json'] as const).map((format) => (
    <a
      key={format}
      href={logHref(`${path}/export`, { ...filter, format })}
      download
      className={buttonVariants({ variant: 'secondary' })}
    >
      Export {format.toUpperCase()}
    </a>
  ))
}

function NoEvents({ path, filter }: { path: string; filter: Partial<LogAddress> }) {
  if (!isFiltered(filter))
    return (
      <EmptyState
        title="Nothing has happened yet"
        description="Every change to this organization will be listed here."
      />
    )
  return (
    <EmptyState title="No event matches" description="Try another person, action or span of time.">
      <PageLink href={path} className={buttonVariants({ variant: 'secondary' })}>
        Show all events
      </PageLink>
    </EmptyState>
  )
}
