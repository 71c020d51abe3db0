import { permissionAreas, permissionSentence, type Permission } from '@/lib/permissions/catalogue'
import { Allowed } from './allowed'

/** The permissions of a role by area, and those that it lacks. */
export function PermissionList({ held }: { held: readonly Permission[] }) {
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      {permissionAreas().map(({ name, permissions }) => (
        <section key={name}>
          <h3 className="pb-1.5 text-[0.8125rem] font-semibold">{name}</h3>
          <ul className="grid gap-1.5">
            {permissions.map((permission) => (
              <li key={permission} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2">
                <span>
                  <Allowed yes={held.includes(permission)} />
                </span>
                <span className={held.includes(permission) ? undefined : 'text-muted'}>
                  {permissionSentence(permission)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
