import { DataTable } from '@/components/data-table'
import type { Row } from '@/components/table-rows'
import { isReserved, offeredPermissions } from '@/lib/permissions/catalogue'
import type { MemberSession } from '@/lib/pages'
import type { Role } from '@/lib/roles/schema'
import { memberCountText } from './role-people'

const columns = [
  { key: 'name', label: 'Role' },
  { key: 'kind', label: 'Kind', low: true },
  { key: 'people', label: 'Held by', phone: 'Held by' },
  { key: 'permissions', label: 'Permissions', align: 'end', phone: 'Permissions' },
] as const

export function RoleList({ session, roles }: { session: MemberSession; roles: Role[] }) {
  const path = `/o/${session.org.slug}/settings/roles`
  return <DataTable label="Roles" columns={columns} rows={roles.map(toRow)} path={path} />
}

function toRow(role: Role): Row {
  const { id, name, description, builtIn, permissions } = role
  const allowed = permissions.filter((permission) => !isReserved(permission)).length
  return {
    id,
    cells: {
      name: { title: name, detail: description || undefined },
      kind: builtIn ? { badge: 'Built in' } : { badge: 'Custom', tone: 'info' },
      people: memberCountText(role),
      permissions: `${allowed} of ${offeredPermissions.length}`,
    },
  }
}
