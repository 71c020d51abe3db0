// What the address of the list says, in words that a person may have typed: anything else counts as not said.
import { z } from 'zod'

const listSchema = z.object({
  query: z.string().trim().max(120).catch('').default(''),
  status: z.enum(['active', 'archived', 'all']).catch('active').default('active'),
  cursor: z.string().optional().catch(undefined),
})

export type ProjectsSearch = z.infer<typeof listSchema>

export const readSearchParams = (params: Record<string, string | undefined>): ProjectsSearch => listSchema.parse(params)

/** The address of the same list with some of it changed, from its first page. */
export function listHref(path: string, { query, status, cursor }: Partial<ProjectsSearch>): string {
  const params = new URLSearchParams()
  if (query) params.set('query', query)
  if (status && status !== 'active') params.set('status', status)
  if (cursor) params.set('cursor', cursor)
  return params.size > 0 ? `${path}?${params}` : path
}
