import { cache } from 'react'
import { requireOrg, orNotFound } from '@/lib/pages'
import { getProject } from '@/lib/projects/queries'

export type ProjectParams = Promise<{ slug: string; id: string }>

const load = cache(async (slug: string, id: string) => {
  const session = await requireOrg(Promise.resolve({ slug }))
  return orNotFound(getProject(session, id))
})

/** The project of the page's address, read once for its title and its content. */
export async function projectOf(params: ProjectParams) {
  const { slug, id } = await params
  return load(slug, id)
}
