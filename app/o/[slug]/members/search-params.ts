import { defaultOrder } from '@/lib/members/rows'
import type { MembersSearch } from '@/lib/members/schema'
import { hrefOf } from '@/lib/pages'

/** The search params that differ from the defaults, for links and hidden fields. The others are empty. */
export const listParams = ({
  query = '',
  role = 'all',
  sort = 'name',
  order = defaultOrder(sort),
  cursor = '',
}: Partial<MembersSearch>): Record<string, string> => ({
  query,
  role: role === 'all' ? '' : role,
  sort: sort === 'name' ? '' : sort,
  order: order === defaultOrder(sort) ? '' : order,
  cursor,
})

export const listHref = (path: string, search: Partial<MembersSearch>): string => hrefOf(path, listParams(search))

/** The link of a column heading: its default direction, or the reverse if the list is sorted by it already. */
export function sortHref(path: string, filter: Partial<MembersSearch>, sort: MembersSearch['sort']): string {
  const turned = filter.order === 'asc' ? 'desc' : 'asc'
  return listHref(path, { ...filter, sort, order: filter.sort === sort ? turned : undefined })
}
