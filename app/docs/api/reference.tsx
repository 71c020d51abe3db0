// The OpenAPI document as pages: an introduction, and one page for each operation.
import { cache, type ReactNode } from 'react'
import { apiDocument } from '@/app/api/openapi.json/routes'
import { toReference } from '@/lib/openapi/reference'
import { Contents } from './contents'

/** The groups of operations, and the URL of the API. */
export const readReference = cache(async () => {
  const document = await apiDocument()
  return { url: document.servers![0]!.url, groups: toReference(document) }
})

/** A page beside the contents. `current`: the id of its operation. */
export async function Reference({ current, children }: { current?: string; children: ReactNode }) {
  const { groups } = await readReference()
  return (
    <div className="mx-auto max-w-[90rem] lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <Contents groups={groups} current={current} />
      <main id="content" className="min-w-0 px-5 pb-20 sm:px-8 lg:border-s lg:ps-10">
        {children}
      </main>
    </div>
  )
}
