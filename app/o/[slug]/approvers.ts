import { cache } from 'react'
import type { Permission } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { kindOfGrantor, listGrantors, namesOfGrantors } from '@/lib/members/grantors'

/** In: the missing permissions. Out: a sentence that says who can grant them. */
export type Ask = (needed: readonly Permission[]) => string

const words = new Intl.ListFormat('en', { type: 'disjunction' })

/** Cached, because a page may show several hints. During a role preview the hint is to end the preview. */
export const approversFor = cache(async (session: MemberSession): Promise<Ask> => {
  if (session.viewAs) return () => 'Exit the preview first.'
  const grantors = can(session, 'org:members:read') ? await listGrantors(session) : []
  return (needed) => {
    const names = namesOfGrantors(grantors, session, needed)
    return `Ask ${names.length > 0 ? words.format(names) : `${kindOfGrantor(session, needed)} of ${session.org.name}`}.`
  }
})
