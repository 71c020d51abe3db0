import { cache } from 'react'
import { approversOf } from '@/lib/members/grantors'
import type { MemberSession } from '@/lib/pages'
import type { Permission } from '@/lib/permissions/catalogue'
import { lackedBy } from '@/lib/permissions/grants'

/** Cached, because a page may show several hints. */
export const approversFor = cache(approversOf)

/**
 * Begins to read who can grant the permissions, if the viewer lacks one, so that it travels with the data of the page.
 * The hint that needs it reports a failure.
 */
export function prepareHints(session: MemberSession, permissions: readonly Permission[]): void {
  if (lackedBy(session, permissions).length > 0) approversFor(session).catch(() => {})
}
