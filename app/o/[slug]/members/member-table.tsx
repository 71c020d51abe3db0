import { PageLink } from '@/components/page-link'
import { RoleBadge } from '@/components/role-badge'
import { Avatar } from '@/components/ui/avatar'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from '@/components/ui/table'
import { roleName } from '@/lib/permissions/roles'
import { can, missingFor } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import type { Member } from '@/lib/members/rows'
import type { MembersSearch } from '@/lib/members/schema'
import { AboveMyRole } from '../above-my-role'
import { sortHref } from './search-params'
import { MemberActions, type MemberActionsProps } from './member-actions'
import { isSelectable } from './member-tools'
import { wordsOfRoles } from './role-words'
import { selectionForm } from './selection-bar'

type MemberTableProps = {
  session: MemberSession
  path: string
  filter: Omit<MembersSearch, 'cursor'>
  members: Member[]
  /** What a removed member loses access to, in words. */
  lostAccess: string
  onlyOneOwner: boolean
}

const headings = [
  ['name', 'Name', 'w-full'],
  ['role', 'Role', ''],
  ['joined', 'Joined', ''],
  ['active', 'Last active', ''],
] as const

export function MemberTable({ session, path, filter, members, lostAccess, onlyOneOwner }: MemberTableProps) {
  const writes = can(session, 'org:members:write')
  const meanings = new Map(members.map(({ role }) => [role, writes ? wordsOfRoles(session, role) : null]))
  return (
    <Table label="Members">
      <TableHead>
        <tr role="row">
          {headings.map(([sort, label, className]) => (
            <TableHeading
              key={sort}
              className={className}
              aria-sort={!filter.query && filter.sort === sort ? `${filter.order}ending` : undefined}
            >
              {/* Search results are sorted by the matching words, so the columns cannot be sorted. */}
              {filter.query ? label : <SortLink href={sortHref(path, filter, sort)}>{label}</SortLink>}
            </TableHeading>
          ))}
          {writes && (
            <TableHeading>
              <span className="sr-only">Actions</span>
            </TableHeading>
          )}
        </tr>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <MemberRow
            key={member.userId}
            session={session}
            member={member}
            lostAccess={lostAccess}
            writes={writes}
            roles={meanings.get(member.role)!}
            onlyOwner={onlyOneOwner && member.role === 'owner'}
          />
        ))}
      </TableBody>
    </Table>
  )
}

function SortLink({ href, children }: { href: string; children: string }) {
  return (
    <>
      <span className="sm:hidden">{children}</span>
      <PageLink
        href={href}
        className="hover:text-ink in-aria-[sort]:text-ink rounded-sm whitespace-nowrap in-aria-[sort=ascending]:after:content-['_↑'] in-aria-[sort=descending]:after:content-['_↓'] max-sm:hidden"
      >
        {children}
      </PageLink>
    </>
  )
}

type MemberRowProps = MemberActionsProps & { writes: boolean }

function MemberRow({ writes, ...props }: MemberRowProps) {
  const { session, member } = props
  const { userId, name, email, role, joinedAt, lastActiveAt } = member
  const above = missingFor(session, role).length > 0
  return (
    <TableRow>
      <TableCell className="max-w-0 max-sm:max-w-none">
        <span className="flex w-full min-w-0 items-center gap-3">
          {writes && (
            <SelectBox
              {...member}
              disabledBy={isSelectable(session, member) ? undefined : `${above ? 'above' : 'you'}-${userId}`}
            />
          )}
          <Avatar name={name} />
          <span className="grid min-w-0">
            <span className="truncate font-medium">
              {name}
              {userId === session.userId && (
                <span id={`you-${userId}`} className="text-muted font-normal">
                  {' '}
                  (you)<span className="sr-only">: change your own role in its row</span>
                </span>
              )}
            </span>
            <span className="text-muted truncate text-[0.8125rem]">{email}</span>
            <span className="text-muted flex items-center gap-2 pt-1 text-[0.8125rem] sm:hidden">
              <RoleBadge name={roleName(role, session.customRoles)} />
              <span>
                active <RelativeTime date={lastActiveAt} />
              </span>
            </span>
          </span>
        </span>
      </TableCell>
      <TableCell className="max-sm:hidden">
        <RoleBadge name={roleName(role, session.customRoles)} />
      </TableCell>
      <TableCell className="text-muted max-sm:hidden">
        <RelativeTime date={joinedAt} />
      </TableCell>
      <TableCell className="text-muted max-sm:hidden">
        <RelativeTime date={lastActiveAt} />
      </TableCell>
      {writes && (
        <TableCell>
          <span className="flex w-full items-center justify-end gap-1">
            {above ? (
              <AboveMyRole session={session} role={role} id={`above-${userId}`} />
            ) : (
              <MemberActions {...props} />
            )}
          </span>
        </TableCell>
      )}
    </TableRow>
  )
}

/** `disabledBy`: the id of the element that says why the box cannot be ticked. */
function SelectBox({ userId, name, disabledBy }: { userId: string; name: string; disabledBy: string | undefined }) {
  return (
    <label className="grid size-11 shrink-0 place-items-center max-sm:-mr-2 max-sm:-ml-3.5 sm:-mx-2 sm:size-9">
      <span className="sr-only">Select {name}</span>
      <input
        type="checkbox"
        data-select
        form={selectionForm}
        name={userId}
        value={name}
        disabled={disabledBy !== undefined}
        aria-describedby={disabledBy}
        className="accent-primary size-4 disabled:opacity-40"
      />
    </label>
  )
}
