// What the address of the list says, in words that a person may have typed: anything else counts as not said.
import { z } from 'zod'
import { roleKeySchema } from '@/lib/permissions/roles'
import { defaultOrder, memberOrders, memberSorts } from '@/lib/members/rows'
import { singleLine } from '@/lib/schemas'

const listSchema = z
  .object({
    query: singleLine(100).catch('').default(''),
    role: roleKeySchema.catch('all').default('all'),
    sort: z.enum(memberSorts).catch('name').default('name'),
    order: z.enum(memberOrders).optional().catch(undefined),
    cursor: z.string().optional().catch(undefined),
  })
  .transform(({ order, ...address }) => ({ ...address, order: order ?? defaultOrder(address.sort) }))

export type MembersSearch = z.infer<typeof listSchema>

export const readSearchParams = (params: Record<string, string | undefined>): MembersSearch => listSchema.parse(params)

/** What such an address says besides what is the rule, for links and for the hidden fields of forms alike. */
export function listParams({
  query,
  role,
  sort = 'name',
  order,
  cursor,
}: Partial<MembersSearch>): Record<string, string> {
  return {
    ...(query && { query }),
    ...(role && role !== 'all' && { role }),
    ...(sort !== 'name' && { sort }),
    ...(order && order !== defaultOrder(sort) && { order }),
    ...(cursor && { cursor }),
  }
}

/** The address of the same list with some of it changed, from its first page. */
export function listHref(path: string, address: Partial<MembersSearch>): string {
  const params = new URLSearchParams(listParams(address))
  return params.size > 0 ? `${path}?${params}` : path
}

/** What choosing an order leads to: its usual direction, or the other one where it is the order already. */
export function sortHref(path: string, filter: Partial<MembersSearch>, sort: MembersSearch['sort']): string {
  const turned = filter.order === 'asc' ? 'desc' : 'asc'
  return listHref(path, { ...filter, sort, order: filter.sort === sort ? turned : undefined })
}
