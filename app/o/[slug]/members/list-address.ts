// What the address of the list says, in words that a person may have typed: anything else counts as not said.
import { z } from 'zod'
import { roleKeySchema } from '@/lib/auth/permissions'
import { memberSorts } from '@/lib/member-rows'
import { singleLine } from '@/lib/text'

const listSchema = z.object({
  query: singleLine(100).catch('').default(''),
  role: roleKeySchema.catch('all').default('all'),
  sort: z.enum(memberSorts).catch('name').default('name'),
  cursor: z.string().optional().catch(undefined),
})

export type ListAddress = z.infer<typeof listSchema>

export const readListAddress = (params: Record<string, string | undefined>): ListAddress => listSchema.parse(params)

/** The address of the same list with some of it changed, from its first page. */
export function listHref(path: string, { query, role, sort, cursor }: Partial<ListAddress>): string {
  const params = new URLSearchParams()
  if (query) params.set('query', query)
  if (role && role !== 'all') params.set('role', role)
  if (sort && sort !== 'name') params.set('sort', sort)
  if (cursor) params.set('cursor', cursor)
  return params.size > 0 ? `${path}?${params}` : path
}
