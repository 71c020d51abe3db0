import type { ReferenceGroup } from '@/lib/openapi/reference'
import { introductionParts } from './introduction'
import { MethodBadge } from './method-badge'

/** `current`: the id of the operation that the page shows. */
type ContentsProps = { groups: ReferenceGroup[]; current?: string | undefined }

/** A column next to the text. A phone has the list on the first page instead, to which the header links. */
export function Contents({ groups, current }: ContentsProps) {
  return (
    <nav
      aria-label="Contents"
      className="contents-links sticky top-15 h-[calc(100dvh-3.75rem)] overflow-y-auto py-8 ps-5 pe-4 max-lg:hidden sm:ps-8"
    >
      <p>Basics</p>
      <ul>
        {introductionParts.map(({ id, title }) => (
          <li key={id}>
            <a href={`/docs/api#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
      {groups.map(({ id: group, name, operations }) => [
        <p key={group}>{name}</p>,
        <ul key={`${group} operations`}>
          {operations.map(({ id, summary, method }) => (
            <li key={id}>
              <a href={`/docs/api/${id}`} aria-current={id === current ? 'page' : undefined}>
                {summary}
                <MethodBadge method={method} short />
              </a>
            </li>
          ))}
        </ul>,
      ])}
    </nav>
  )
}
