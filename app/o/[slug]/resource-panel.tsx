import { PageLink } from '@/components/page-link'
import { RelativeTime } from '@/components/relative-time'
import type { OverviewRecord } from '@/lib/organizations/overview'
import type { Resource } from '@/lib/resources'
import { Panel, rowStyle } from './panel'

type ResourcePanelProps = {
  home: string
  resource: Resource
  title: string
  records: OverviewRecord[]
  /** The time that is shown for each record. */
  time: 'createdAt' | 'updatedAt'
  withCreator?: boolean
}

/** A few records of one resource, on the overview. */
export function ResourcePanel({ home, resource, title, records, time, withCreator = false }: ResourcePanelProps) {
  const path = `${home}/${resource.path}`
  return (
    <Panel title={title} link={[path, `All ${resource.label.toLowerCase()}`]}>
      <ul className="divide-y">
        {records.map((record) => (
          <li key={record.id} className={rowStyle}>
            <PageLink
              href={`${path}/${record.id}`}
              className="min-w-0 grow truncate font-medium -outline-offset-2 after:absolute after:inset-0"
            >
              {record.title}
            </PageLink>
            {withCreator && (
              <span className="text-muted hidden min-w-0 shrink-0 truncate text-[0.8125rem] @md:inline">
                {record.creator ?? 'Former member'}
              </span>
            )}
            <span className="text-muted w-24 shrink-0 text-end text-[0.8125rem]">
              <RelativeTime date={record[time]} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
