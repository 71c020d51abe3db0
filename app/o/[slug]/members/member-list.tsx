import { DataTable } from '@/components/data-table'
import { selectionForm } from '@/components/selection-field'
import type { Column, Row } from '@/components/table-rows'
import { timeText } from '@/components/relative-time'
import type { Member } from '@/lib/members/rows'
import type { MembersSearch } from '@/lib/members/schema'
import type { MemberSession } from '@/lib/pages'
import { can, missingFor } from '@/lib/permissions/grants'
import { roleName } from '@/lib/permissions/roles'
import { whyAboveMyRole } from '../above-my-role'
import { sortHref } from './search-params'

type MemberListProps = {
  session: MemberSession
  path: string
  filter: Omit<MembersSearch, 'cursor'>
  members: Member[]
}

const headings = [
  { key: 'name', label: 'Name', avatar: true },
  { key: 'role', label: 'Role', action: 'role' },
  { key: 'joined', label: 'Joined', phone: 'hidden', low: true },
  { key: 'active', label: 'Last active', phone: 'Active' },
] as const

const actions = { role: { label: 'Change role' }, remove: { label: 'Remove', danger: true } } as const

/** The reason why one's own box cannot be ticked. Other reasons have the key of a role. */
const own = 'you'

export async function MemberList({ session, path, filter, members }: MemberListProps) {
  const writes = can(session, 'org:members:write')
  return (
    <DataTable
      label="Members"
      columns={headings.map((heading) => toColumn(heading, path, filter))}
      rows={members.map((member) => toRow(session, member, writes))}
      path={path}
      {...(writes && { actions, selection: selectionForm, reasons: await reasonsFor(session, members) })}
    />
  )
}

function toColumn(heading: (typeof headings)[number], path: string, filter: MemberListProps['filter']): Column {
  // Search results are sorted by the matching words, so the columns cannot be sorted.
  if (filter.query) return heading
  const direction = filter.sort === heading.key ? (`${filter.order}ending` as const) : undefined
  return { ...heading, sort: { href: sortHref(path, filter, heading.key), direction } }
}

function toRow(session: MemberSession, member: Member, writes: boolean): Row {
  const { userId, name, email, imageUrl, role, joinedAt, lastActiveAt } = member
  const isMine = userId === session.userId
  return {
    id: userId,
    cells: {
      name: {
        title: name,
        detail: email,
        ...(imageUrl && { image: imageUrl }),
        ...(isMine && { note: '(you)' }),
      },
      role: { badge: roleName(role, session.customRoles) },
      joined: timeText(joinedAt),
      active: timeText(lastActiveAt),
    },
    ...(writes && controlsOf(session, member, isMine)),
  }
}

function controlsOf(session: MemberSession, { role }: Member, isMine: boolean): Partial<Row> {
  if (missingFor(session, role).length > 0) return { reason: role }
  return isMine ? { reason: own, actions: ['role'] } : {}
}

async function reasonsFor(session: MemberSession, members: Member[]): Promise<Record<string, string>> {
  const above = [...new Set(members.map(({ role }) => role))].filter((role) => missingFor(session, role).length > 0)
  const reasons = await Promise.all(above.map(async (role) => [role, await whyAboveMyRole(session, role)] as const))
  return Object.fromEntries([
    [own, 'You can’t select yourself. Change your own role in the menu of your row.'],
    ...reasons,
  ])
}
