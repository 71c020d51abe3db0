import { cache } from 'react'
import type { Permission } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { kindOfGrantor, listGrantors, namesOfGrantors } from '@/lib/members/grantors'

/** In: what somebody lacks. Out: whom they ask for it, as a sentence. */
export type Ask = (needed: readonly Permission[]) => string

const words = new Intl.ListFormat('en', { type: 'disjunction' })

/** Read once for a page, whatever is closed on it. Who only looks as another role has nobody to ask, but a way back. */
export const approversFor = cache(async (session: MemberSession): Promise<Ask> => {
  if (session.viewAs) return () => 'Go back to your own role first.'
  const grantors = can(session, 'org:members:read') ? await listGrantors(session) : []
  return (needed) => {
    const names = namesOfGrantors(grantors, session, needed)
    return `Ask ${names.length > 0 ? words.format(names) : `${kindOfGrantor(session, needed)} of ${session.org.name}`}.`
  }
})
