import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import type { MemberSession } from '@/lib/pages'
import { isReserved, offeredPermissions, permissionWords } from '@/lib/permissions/catalogue'
import { actingRole, permissionsOf } from '@/lib/permissions/roles'

/** What the role allows. In a preview that is more than the session may do, which can only read. */
export function MyRole({ session }: { session: MemberSession }) {
  const { viewAs, role, customRoles } = session
  const held = permissionsOf(viewAs ?? role, customRoles).filter((permission) => !isReserved(permission))
  const lacking = offeredPermissions.filter((permission) => !held.includes(permission))
  return (
    <Card>
      <details className="group">
        <summary className="hover:bg-hover flex min-h-12 items-center justify-between gap-3 rounded-xl px-5 font-medium -outline-offset-2 sm:px-6">
          {actingRole(session)} permissions
          <span className="text-muted ms-auto text-[0.8125rem] font-normal">
            {held.length} of {offeredPermissions.length} permissions
          </span>
          <Icon name="forward" className="text-muted size-4 shrink-0 transition-transform group-open:rotate-90" />
        </summary>
        <div className="grid gap-6 border-t px-5 py-5 sm:grid-cols-2 sm:px-6">
          <List title="You can" items={held} />
          {lacking.length > 0 && <List title="You can’t" items={lacking} />}
        </div>
      </details>
    </Card>
  )
}

function List({ title, items }: { title: string; items: MemberSession['permissions'] }) {
  return (
    <div>
      <h3 className="pb-2 font-medium">{title}</h3>
      <ul className="grid gap-1.5">
        {items.map((permission) => (
          <li key={permission} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="text-muted">{permissionWords[permission]}</span>
            <code className="text-muted font-mono text-xs">{permission}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}
