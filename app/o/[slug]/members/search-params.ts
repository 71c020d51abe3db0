import { defaultOrder } from '@/lib/members/rows'
import type { MembersSearch } from '@/lib/members/schema'
import { hrefOf } from '@/lib/pages'

/** What the address of the list says where it differs from the default, else empty: for links and hidden fields alike. */
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

/** What choosing an order leads to: its usual direction, or the other one where it is the order already. */
export function sortHref(path: string, filter: Partial<MembersSearch>, sort: MembersSearch['sort']): string {
  const turned = filter.order === 'asc' ? 'desc' : 'asc'
  return listHref(path, { ...filter, sort, order: filter.sort === sort ? turned : undefined })
}
