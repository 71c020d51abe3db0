import { SelectFilter } from '@/components/select-filter'
import { Segmented } from '@/components/ui/segmented'
import { roleKeysOf, roleName } from '@/lib/permissions/roles'
import type { MemberEntry } from '@/lib/pages'
import { listHref, listParams, type ListAddress } from './list-address'

type RoleFilterProps = { entry: MemberEntry; path: string; filter: Omit<ListAddress, 'cursor'> }

const mostInARow = 5

/** Side by side while they fit; more roles than that are a list to choose from. */
export function RoleFilter({ entry, path, filter }: RoleFilterProps) {
  const roles = ['all', ...roleKeysOf(entry)]
  const nameOf = (role: string) => roleName(role, entry.customRoles)
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
