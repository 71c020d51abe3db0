import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Brand } from '@/components/brand'
import { PageHeader } from '@/components/ui/page-header'
import { isMailboxShown } from '@/lib/mail/outbox'
import { readParams, type SearchParams } from '@/lib/pages'
import { Actions } from './actions-shown'
import { Feedback } from './feedback-shown'
import { Fields } from './fields-shown'
import { Lists } from './lists-shown'
import { Tokens } from './tokens-shown'

export const metadata: Metadata = { title: 'Design system' }

/** Every primitive in every state, in both themes; with `?dir=rtl` from right to left. In development and demo only. */
export default async function DesignSystemPage({ searchParams }: { searchParams: SearchParams }) {
  if (!isMailboxShown()) notFound()
  const { dir } = await readParams(searchParams)
  return (
    <main
      id="content"
      dir={dir === 'rtl' ? 'rtl' : undefined}
      className="mx-auto w-full max-w-[90rem] px-5 py-8 sm:px-8"
    >
      <a href="/" className="mb-8 inline-flex min-h-11 items-center rounded-sm">
        <Brand />
      </a>
      <PageHeader
        title="Design system"
        description="Every primitive of components/ui in every state. The tokens are in app/styles/theme.css."
      />
      <div className="specimens">
        {(['light', 'dark'] as const).map((theme) => (
          <section key={theme} data-theme={theme} aria-label={theme === 'light' ? 'Light' : 'Dark'}>
            <Tokens />
            <Actions />
            <Fields theme={theme} />
            <Feedback />
            <Lists />
          </section>
        ))}
      </div>
    </main>
  )
}
