import type { Metadata } from 'next'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { Introduction } from './introduction'
import { MethodBadge } from './method-badge'
import { readReference, Reference } from './reference'

export const metadata: Metadata = {
  title: 'API reference',
  description: 'Every call of the HTTP API: who may make it, what it takes and what it answers.',
}

export default async function ApiReferencePage() {
  const { url, groups } = await readReference()
  return (
    <Reference>
      <Introduction url={url} cookieName={sessionCookie().name} />
      <div id="calls" />
      {groups.map(({ id, name, description, operations }) => (
        <section key={id} aria-labelledby={id} className="grid gap-3 border-t py-10">
          <h2 id={id} className="text-xl font-semibold tracking-[-0.02em]">
            {name}
          </h2>
          <p className="text-muted max-w-prose text-pretty">{description}</p>
          <ul className="contents-links grid sm:grid-cols-2 sm:gap-x-8">
            {operations.map((operation) => (
              <li key={operation.id}>
                <a href={`/docs/api/${operation.id}`}>
                  {operation.summary}
                  <MethodBadge method={operation.method} short />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Reference>
  )
}
