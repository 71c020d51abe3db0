// Who may open the access report of a page, and what it says. It describes the request of the one who asks, with their rights
// or those of the role that they preview, so it shows nothing that the page does not.
import { countReturned } from '@/lib/db/returned-rows'
import type { MemberSession } from '@/lib/db/session'
import { getEnv } from '@/lib/env'
import { isReserved, offeredPermissions, permissionWords, type Permission } from '@/lib/permissions/catalogue'
import { can, missingFor } from '@/lib/permissions/grants'
import { actingRole, roleKeysOf, roleName } from '@/lib/permissions/roles'
import type { AccessReport } from './schema'

/** Always in development; elsewhere where an administrator of the organization allows it. */
export const mayReadAccessReport = ({ accessReportSince }: Pick<MemberSession, 'accessReportSince'>): boolean =>
  getEnv().NODE_ENV === 'development' || accessReportSince !== null

/** In: the session, the permission of the page, and what the page reads. Out: the report of exactly those reads. */
export async function readAccessReport(
  session: MemberSession,
  permission: Permission | 'any',
  read: () => Promise<unknown>,
): Promise<AccessReport> {
  const { returned } = await countReturned(read)
  const { transactions, unnamed, tables } = returned
  const needOf = (needed: string): AccessReport['page'] =>
    needed in permissionWords
      ? {
          permission: needed as Permission,
          words: permissionWords[needed as Permission],
          isHeld: can(session, needed as Permission),
        }
      : { permission: null, words: 'be a member', isHeld: true }
  return {
    organization: session.org,
    person: {
      name: session.user.name,
      email: session.user.email,
      role: actingRole(session),
      isPreview: Boolean(session.viewAs),
      signedInAt: session.authenticatedAt.toISOString(),
      locale: session.user.locale,
      amr: [...session.amr],
    },
    page: needOf(permission),
    needs: [...returned.needed].map(needOf),
    held: {
      count: session.permissions.filter((each) => !isReserved(each)).length,
      of: offeredPermissions.length,
    },
    transactions,
    unnamed,
    tables,
    roles: session.viewAs ? [] : previewable(session),
    audience: getEnv().APP_URL,
  }
}

/** The roles that can be previewed: those that allow nothing more. */
export const previewable = (session: MemberSession): AccessReport['roles'] =>
  roleKeysOf(session)
    .filter((key) => key !== session.role && missingFor(session, key).length === 0)
    .map((key) => ({ key, name: roleName(key, session.customRoles) }))
