// The roles on a phone. The <details> share a name, so that the browser keeps only one of them open, without a script.
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { isReserved, offeredPermissions } from '@/lib/permissions/catalogue'
import type { MemberSession } from '@/lib/pages'
import type { Role } from '@/lib/roles/schema'
import { PermissionList } from './permission-list'
import { memberCountText, RolePeople } from './role-people'
import { ViewAsButton } from './view-as-button'

export function RoleList({ session, roles }: { session: MemberSession; roles: Role[] }) {
  return (
    <Card className="overflow-hidden sm:hidden">
      <ul className="divide-y">
        {roles.map((role) => (
          <li key={role.id}>
            <details name="role" className="group">
              <summary className="hover:bg-hover grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 -outline-offset-2">
                <span className="grid min-w-0">
                  <span className="truncate font-medium">{role.name}</span>
                  <span className="text-muted text-[0.8125rem]">
                    {role.builtIn ? 'Built in' : 'Your own'} · {memberCountText(role)}
                  </span>
                </span>
                <span className="text-muted text-[0.8125rem] tabular-nums">
                  <span className="sr-only">allows </span>
                  {role.permissions.filter((permission) => !isReserved(permission)).length} of{' '}
                  {offeredPermissions.length}
                </span>
              </summary>
              <div className="bg-background grid gap-4 border-t px-4 py-4">
                {role.description && <p className="text-muted text-pretty wrap-anywhere">{role.description}</p>}
                <RolePeople session={session} role={role} />
                <PermissionList held={role.permissions} />
                <div className="flex flex-wrap gap-2">
                  <PageLink
                    href={`/o/${session.org.slug}/settings/roles/${role.id}`}
                    className={buttonVariants({ variant: 'secondary' })}
                  >
                    Open
                  </PageLink>
                  <ViewAsButton session={session} role={role} />
                </div>
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  )
}
