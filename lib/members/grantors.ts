// Which roles and members can grant missing permissions: those that may change roles, have the permissions, and have
// everything that the asking person's role allows, because nobody can change a role above their own.
import type { Permission } from '@/lib/permissions/catalogue'
import { roleKeysOf, permissionsOf, holderOf, type Holder } from '@/lib/permissions/roles'
import { can, missingFor } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/db/session'
import { sql } from '@/lib/db/sql'
import { queryOrg } from '@/lib/db/with-org'

/** A role that may change roles, with the names of a few members who have it. */
type Grantor = { role: string; names: string[] }

const maxNames = 3

/** Highest role first. */
export const listGrantors = (ctx: MemberSession): Promise<Grantor[]> =>
  queryOrg(
    ctx,
    'org:members:read',
    (session) => sql`select * from names_of_roles(${grantingRoles(session)}, ${maxNames})`,
    (rows: { role: string; name: string }[], session) =>
      grantingRoles(session).map((role) => ({
        role,
        names: rows.filter((row) => row.role === role).map(({ name }) => name),
      })),
  )

const grantingRoles = (holder: Holder): string[] =>
  roleKeysOf(holder).filter((role) => permissionsOf(role, holder.customRoles).includes('org:members:write'))

type Requester = Holder & { role: string }

/** In: the missing permissions. Out: a sentence that says who can grant them. */
export type Ask = (needed: readonly Permission[]) => string

const words = new Intl.ListFormat('en', { type: 'disjunction' })

/** During a role preview the hint is to end the preview. */
export async function approversOf(session: MemberSession): Promise<Ask> {
  if (session.viewAs) return () => 'Exit the preview first.'
  const grantors = can(session, 'org:members:read') ? await listGrantors(session) : []
  return (needed) => {
    const names = namesOfGrantors(grantors, session, needed)
    return `Ask ${names.length > 0 ? words.format(names) : `${kindOfGrantor(session, needed)} of ${session.org.name}`}.`
  }
}

/** Names of a few members who can grant all of the needed permissions. */
export const namesOfGrantors = (grantors: Grantor[], requester: Requester, needed: readonly Permission[]): string[] =>
  grantors
    .filter(({ role }) => canGrant(requester, role, needed))
    .flatMap(({ names }) => names)
    .slice(0, maxNames)

/** For a person who may not see members: "an admin", or "an owner" if only owners can grant it. */
export const kindOfGrantor = (requester: Requester, needed: readonly Permission[]): string =>
  canGrant(requester, 'admin', needed) ? 'an admin' : 'an owner'

function canGrant({ role: own, customRoles }: Requester, role: string, needed: readonly Permission[]): boolean {
  const grantor = holderOf(role, customRoles)
  return (
    grantor.permissions.includes('org:members:write') &&
    needed.every((permission) => grantor.permissions.includes(permission)) &&
    missingFor(grantor, own).length === 0
  )
}
