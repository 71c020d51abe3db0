import { cache } from 'react'
import type { Permission } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import type { MemberEntry } from '@/lib/pages'
import { kindOfGiver, listGivers, namesOfGivers } from '@/lib/members/grantors'

/** In: what somebody lacks. Out: whom they ask for it, as a sentence. */
export type Ask = (needed: readonly Permission[]) => string

const words = new Intl.ListFormat('en', { type: 'disjunction' })

/** Read once for a page, whatever is closed on it. Who only looks as another role has nobody to ask, but a way back. */
export const whomToAsk = cache(async (entry: MemberEntry): Promise<Ask> => {
  if (entry.viewAs) return () => 'Go back to your own role first.'
  const givers = can(entry, 'org:members:read') ? await listGivers(entry) : []
  return (needed) => {
    const names = namesOfGivers(givers, entry, needed)
    return `Ask ${names.length > 0 ? words.format(names) : `${kindOfGiver(entry, needed)} of ${entry.org.name}`}.`
  }
})
