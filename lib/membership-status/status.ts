// The membership status that an open page was rendered with, and a version to notice changes.
import { createHash } from 'node:crypto'
import { permissionsOf, roleName } from '@/lib/permissions/roles'
import type { MemberRow } from '@/lib/db/access-rows'
import type { MemberSession } from '@/lib/db/session'

export type MembershipStatus =
  | { status: 'member'; version: string; roleName: string; organization: { slug: string; name: string } }
  | { status: 'removed' }
  | { status: 'signed_out' }

type ShownAccess = Pick<MemberSession, 'org' | 'role' | 'customRoles'>

/** A hash of all parts of the membership that pages show. */
export function versionOf({ org, role, customRoles }: ShownAccess): string {
  const shown = [org.slug, org.name, role, roleName(role, customRoles), permissionsOf(role, customRoles)]
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16)
}

/** In: the row of an access check. Out: what the page may know of it. */
export function toMembershipStatus(row: MemberRow): MembershipStatus {
  if (row.status === 'no_session') return { status: 'signed_out' }
  if (row.status !== 'ok' && row.status !== 'second_factor_required') return { status: 'removed' }
  const organization = { slug: row.organization_slug, name: row.organization_name }
  const org = { id: row.organization_id, ...organization }
  // Another version makes the page load again, which leads to the set-up of the required second factor.
  if (row.status === 'second_factor_required')
    return { status: 'member', version: row.status, roleName: roleName(row.role, row.custom_roles), organization }
  const version = versionOf({ org, role: row.role, customRoles: row.custom_roles })
  return { status: 'member', version, roleName: roleName(row.role, row.custom_roles), organization }
}
