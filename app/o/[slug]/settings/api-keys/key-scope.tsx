import type { ApiKey } from '@/lib/api-keys/schema'
import { roleName, type CustomRoles } from '@/lib/permissions/roles'
import { stateOf } from './key-state'

type KeyScopeProps = { apiKey: ApiKey; customRoles: CustomRoles }

/**
 * The scope of a key: the name of its role, or the number of its own permissions with a list to open. For a reduced key the
 * number and the list show what is left.
 */
export function KeyScope({ apiKey, customRoles }: KeyScopeProps) {
  const { role, permissions, effectivePermissions: left } = apiKey
  const reduced = stateOf(apiKey) === 'reduced'
  const made = role === null ? count(permissions.length) : roleName(role, customRoles)
  if (role !== null && !reduced) return <span className="whitespace-nowrap">{made}</span>
  return (
    <details className="max-sm:text-right">
      <summary className="hover:text-ink cursor-pointer rounded-sm whitespace-nowrap">
        {reduced ? `${left.length} of ${count(permissions.length)}` : made}
      </summary>
      <ul className="text-muted grid gap-0.5 pt-1 font-mono text-xs">
        {permissions.map((permission) => (
          <li key={permission}>
            {!reduced || left.includes(permission) ? (
              permission
            ) : (
              <>
                <del>{permission}</del>
                <span className="sr-only"> (not now)</span>
              </>
            )}
          </li>
        ))}
      </ul>
      {reduced && role !== null && <p className="text-muted pt-1 text-[0.8125rem]">Made for the role {made}.</p>}
    </details>
  )
}

const count = (permissions: number): string => (permissions === 1 ? '1 permission' : `${permissions} permissions`)
