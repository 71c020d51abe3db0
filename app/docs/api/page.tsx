import type { Metadata } from 'next'
import { apiDocument } from '@/app/api/openapi.json/routes'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { toReference } from '@/lib/openapi/reference'
import { Contents } from './contents'
import { Introduction } from './introduction'
import { OperationEntry } from './operation-entry'

export const metadata: Metadata = {
  title: 'API reference',
  description: 'Every call of the HTTP API: who may make it, what it takes and what it answers.',
}

/** The OpenAPI document as a page. */
export default async function ApiReferencePage() {
  const document = await apiDocument()
  const groups = toReference(document)
  return (
    <div className="mx-auto max-w-[90rem] lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <Contents groups={groups} />
      <main id="content" className="min-w-0 px-5 pb-20 sm:px-8 lg:border-l lg:pl-10">
        <Introduction url={document.servers![0]!.url} cookieName={sessionCookie().name} />
        {groups.map(({ id, name, description, operations }) => (
          <section key={id} aria-labelledby={id} className="border-t">
            <header className="grid gap-2 pt-14 pb-2 sm:pt-18">
              <h2 id={id} className="text-2xl leading-tight font-semibold tracking-[-0.03em]">
                {name}
              </h2>
              <p className="text-muted max-w-prose text-base text-pretty">{description}</p>
            </header>
            {operations.map((operation) => (
              <OperationEntry key={operation.id} operation={operation} />
            ))}
          </section>
        ))}
      </main>
    </div>
  )
}
