import { Segmented } from '@/components/ui/segmented'
import { SelectAll } from '@/components/ui/select-all'
import { can, missingFor } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { memberSorts, type Member } from '@/lib/members/rows'
import type { MembersSearch } from '@/lib/members/schema'
import { sortHref } from './search-params'
import { allField } from './selection'
import { selectionForm } from './selection-bar'

type MemberToolsProps = {
  session: MemberSession
  path: string
  filter: Omit<MembersSearch, 'cursor'>
  members: Member[]
}

const sortNames = { name: 'Name', role: 'Role', joined: 'Joined', active: 'Last active' } as const

/** Between the filters and the list: selects the whole page, and sorts on a phone, where the headings are no links. */
export function MemberTools({ session, path, filter, members }: MemberToolsProps) {
  const selectable = can(session, 'org:members:write') ? members.filter((member) => isSelectable(session, member)) : []
  const sorts = memberSorts.map((sort) => ({
    label: sort === filter.sort ? <Turned name={sortNames[sort]} order={filter.order} /> : sortNames[sort],
    href: sortHref(path, filter, sort),
    current: sort === filter.sort,
  }))
  return (
    <div className="grid gap-1 pb-1 empty:hidden">
      {/* Search results are sorted by the matching words. */}
      {!filter.query && (
        <div className="flex items-center gap-3 sm:hidden">
          <span aria-hidden className="text-muted shrink-0 text-[0.8125rem]">
            Sort by
          </span>
          <Segmented label="Sort by" items={sorts} />
        </div>
      )}
      {selectable.length > 1 && (
        <SelectAll
          className="pl-[1.0625rem] sm:pl-[1.1875rem]"
          form={selectionForm}
          name={allField}
          value={JSON.stringify(selectable.map(toPair))}
        >
          Select all on this page
        </SelectAll>
      )}
    </div>
  )
}

function Turned({ name, order }: { name: string; order: MembersSearch['order'] }) {
  return (
    <>
      {name} <span aria-hidden>{order === 'asc' ? '↑' : '↓'}</span>
      <span className="sr-only">{order === 'asc' ? 'ascending' : 'descending'}</span>
    </>
  )
}

const toPair = ({ userId, name }: Member): [string, string] => [userId, name]

/** Whether a member can be changed together with others: not the viewer, and no one whose role is above the viewer's. */
export const isSelectable = (session: MemberSession, { userId, role }: Member): boolean =>
  userId !== session.userId && missingFor(session, role).length === 0
