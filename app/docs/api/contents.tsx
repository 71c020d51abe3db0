import type { ReactNode } from 'react'
import { Icon } from '@/components/icon'
import type { ReferenceGroup } from '@/lib/openapi/reference'
import { introductionParts } from './introduction'
import { MethodBadge } from './method-badge'

/** On a desktop a column next to the text; on a phone collapsed above it. */
export function Contents({ groups }: { groups: ReferenceGroup[] }) {
  return (
    <>
      <nav
        aria-label="Contents"
        className="sticky top-15 h-[calc(100dvh-3.75rem)] overflow-y-auto py-8 pr-4 pl-5 [scroll-target-group:auto] max-lg:hidden sm:pl-8"
      >
        <Links groups={groups} />
      </nav>
      <details id="contents" className="group bg-surface shadow-raised mx-5 mt-6 rounded-xl border sm:mx-8 lg:hidden">
        <summary className="flex min-h-12 list-none items-center justify-between rounded-xl px-4 font-medium [&::-webkit-details-marker]:hidden">
          Contents
          <Icon name="forward" className="text-muted size-4 transition-transform group-open:rotate-90" />
        </summary>
        <nav aria-label="Contents" className="border-t px-4 py-4">
          <Links groups={groups} />
        </nav>
      </details>
    </>
  )
}

const link =
  'text-muted hover:text-ink -mx-2 flex min-h-11 items-center gap-2 rounded-md px-2 text-[0.8125rem] leading-snug transition-colors lg:min-h-8'

function Links({ groups }: { groups: ReferenceGroup[] }) {
  return (
    <div className="grid gap-6">
      <List title="Basics">
        {introductionParts.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} className={link}>
              {title}
            </a>
          </li>
        ))}
      </List>
      {groups.map(({ id, name, operations }) => (
        <List key={id} title={name}>
          {operations.map((operation) => (
            <li key={operation.id}>
              <a href={`#${operation.id}`} className={link}>
                <span className="grow">{operation.summary}</span>
                <MethodBadge method={operation.method} short />
              </a>
            </li>
          ))}
        </List>
      ))}
    </div>
  )
}

function List({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <p className="mb-1.5 text-[0.8125rem] font-semibold">{title}</p>
      <ul>{children}</ul>
    </div>
  )
}
