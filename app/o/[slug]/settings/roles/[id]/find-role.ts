import { cache } from 'react'
import { requireOrg, orNotFound } from '@/lib/pages'
import { getRole } from '@/lib/roles/queries'

export type RoleParams = Promise<{ slug: string; id: string }>

const load = cache(async (slug: string, id: string) => {
  const session = await requireOrg(Promise.resolve({ slug }))
  return orNotFound(getRole(session, id))
})

/** The role of the page's address, read once for its title and its content. */
export async function roleOf(params: RoleParams) {
  const { slug, id } = await params
  return load(slug, id)
}
