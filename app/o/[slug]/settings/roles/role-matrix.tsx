// The roles on a wide screen: a table of roles and permissions. The names of both stay visible while the rest scrolls.
import { PageLink } from '@/components/page-link'
import { clsx } from 'clsx'
import { permissionAreas, permissionSentence, type Permission } from '@/lib/permissions/catalogue'
import type { MemberSession } from '@/lib/pages'
import type { Role } from '@/lib/roles/schema'
import { Allowed } from './allowed'
import { RolePeople } from './role-people'
import { ViewAsButton } from './view-as-button'

type RoleMatrixProps = { session: MemberSession; roles: Role[] }

const first = 'bg-surface sticky left-0 border-r px-4 text-left'

// The columns of more roles are narrower.
const roomy = 6

/** A border before the first custom role. */
const edge = (roles: Role[], role: Role): string | undefined =>
  role === roles.find(({ builtIn }) => !builtIn) ? 'border-l' : undefined

export function RoleMatrix({ session, roles }: RoleMatrixProps) {
  return (
    <div
      role="region"
      aria-label="What each role allows"
      tabIndex={0}
      className="bg-surface shadow-raised relative max-h-[max(26rem,calc(100dvh-13rem))] overflow-auto overscroll-x-contain rounded-xl border max-sm:hidden"
    >
      <table className="w-full border-separate border-spacing-0">
        <Head session={session} roles={roles} />
        {permissionAreas().map((area) => (
          <Area key={area.name} {...area} roles={roles} />
        ))}
        <tfoot>
          <tr>
            <th
              scope="row"
              className="bg-sunken sticky bottom-0 left-0 z-2 border-t border-r px-4 py-1.5 text-left font-normal"
            >
              <span className="text-muted text-[0.8125rem]">See the organization as a role does</span>
            </th>
            {roles.map((role) => (
              <td
                key={role.id}
                className={clsx('bg-sunken sticky bottom-0 z-1 border-t px-1 py-1.5 text-center', edge(roles, role))}
              >
                <ViewAsButton session={session} role={role} short />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Head({ session, roles }: RoleMatrixProps) {
  return (
    <thead>
      <tr>
        <th
          scope="col"
          className={clsx(
            'bg-sunken sticky top-0 left-0 z-2 border-r border-b px-4 text-left',
            roles.length > roomy ? 'w-64 min-w-64' : 'w-72 min-w-72',
          )}
        >
          <span className="text-muted flex justify-between gap-3 text-xs font-medium">
            Permission
            <span className="font-normal">{roles.length} roles</span>
          </span>
        </th>
        {roles.map((role) => (
          <th
            key={role.id}
            scope="col"
            className={clsx(
              'bg-sunken sticky top-0 z-1 border-b px-1.5 pt-3 pb-2 align-bottom font-normal',
              roles.length > roomy ? 'min-w-23' : 'min-w-26',
              edge(roles, role),
            )}
          >
            <span className="mx-auto grid max-w-32 min-w-0 grid-cols-[minmax(0,1fr)] justify-items-center gap-0.5">
              <PageLink
                href={`/o/${session.org.slug}/settings/roles/${role.id}`}
                className="line-clamp-3 rounded-sm py-0.5 leading-snug font-semibold tracking-tight [overflow-wrap:break-word] hyphens-auto hover:underline"
              >
                {role.name}
              </PageLink>
              <span className="text-xs">
                <RolePeople session={session} role={role} />
              </span>
            </span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Area({ name, permissions, roles }: { name: string; permissions: Permission[]; roles: Role[] }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" className={clsx(first, 'border-r-0 pt-4 pb-1')}>
          <span className="text-[0.8125rem] font-semibold">{name}</span>
        </th>
        <td colSpan={roles.length} />
      </tr>
      {permissions.map((permission) => (
        <tr key={permission} className="group">
          <th scope="row" className={clsx(first, 'group-hover:bg-raised border-b py-1.5 font-normal')}>
            <span className="block text-pretty">{permissionSentence(permission)}</span>
            <code className="text-muted font-mono text-xs">{permission}</code>
          </th>
          {roles.map((role) => (
            <td key={role.id} className={clsx('group-hover:bg-raised border-b px-2 text-center', edge(roles, role))}>
              <Allowed yes={role.permissions.includes(permission)} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
