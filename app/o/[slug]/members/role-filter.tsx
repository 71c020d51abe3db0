import { SelectFilter } from '@/components/select-filter'
import { Segmented } from '@/components/ui/segmented'
import { roleKeysOf, roleName } from '@/lib/permissions/roles'
import type { MemberSession } from '@/lib/pages'
import { listHref, listParams, type MembersSearch } from './search-params'

type RoleFilterProps = { session: MemberSession; path: string; filter: Omit<MembersSearch, 'cursor'> }

const mostInARow = 5

/** Side by side while they fit; more roles than that are a list to choose from. */
export function RoleFilter({ session, path, filter }: RoleFilterProps) {
  const roles = ['all', ...roleKeysOf(session)]
  const nameOf = (role: string) => roleName(role, session.customRoles)
  if (roles.length <= mostInARow) {
    const items = roles.map((role) => ({
      label: nameOf(role),
      href: listHref(path, { ...filter, role }),
      current: role === filter.role,
    }))
    return <Segmented label="Role" items={items} />
  }
  return (
    <SelectFilter
      action={path}
      name="role"
      label="Filter by role"
      value={filter.role === 'all' ? '' : filter.role}
      options={roles.map((role) => (role === 'all' ? ['', 'All roles'] : [role, nameOf(role)]))}
      kept={listParams({ ...filter, role: undefined })}
    />
  )
}
