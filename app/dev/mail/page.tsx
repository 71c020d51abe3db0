import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Brand } from '@/components/brand'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { SearchInput } from '@/components/ui/search-input'
import { normalizeEmailAddress } from '@/lib/auth/email-address'
import { isMailboxShown, listCapturedEmails } from '@/lib/mail/outbox'
import { readParams, type SearchParams } from '@/lib/pages'
import { Mail } from './mail'

export const metadata: Metadata = { title: 'Mailbox' }

/** The mails that the application would have sent. In development and demo only. */
export default async function MailboxPage({ searchParams }: { searchParams: SearchParams }) {
  if (!isMailboxShown()) notFound()
  const { to } = await readParams(searchParams)
  const emails = await listCapturedEmails(to ? (normalizeEmailAddress(to) ?? to) : undefined)
  return (
    <main id="content" className="mx-auto w-full max-w-6xl px-5 py-8 sm:px-8">
      <a href="/" className="mb-8 inline-flex min-h-11 items-center rounded-sm">
        <Brand />
      </a>
      <PageHeader title="Mailbox" description="Emails are captured here instead of being sent. Newest first." />
      <form role="search" className="mb-6 flex gap-2">
        <SearchInput
          label="Filter by address"
          name="to"
          defaultValue={to}
          className="grow"
          autoComplete="off"
          inputMode="email"
        />
      </form>
      {emails.length > 0 ? (
        <div className="grid gap-3">
          {emails.map((email, index) => (
            <Mail key={email.id} {...email} open={index === 0} />
          ))}
        </div>
      ) : (
        <EmptyState title="No mail" description={to ? `Nothing was sent to ${to}.` : 'Nothing was sent yet.'} />
      )}
    </main>
  )
}
