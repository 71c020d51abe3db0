import type { Metadata } from 'next'
import { ConfirmButton } from '@/components/confirm-button'
import { PageLink } from '@/components/page-link'
import { Alert } from '@/components/ui/alert'
import { buttonVariants } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { listMySessions } from '@/lib/accounts/my-sessions'
import { AppError } from '@/lib/errors'
import { hrefOf, readParams, requireUser, type SearchParams } from '@/lib/pages'
import { AccountPage } from '../account-page'
import { endOtherSessionsAction } from './actions'
import { SessionRow } from './session-row'

export const metadata: Metadata = { title: 'Sessions' }

const shown = 20

export default async function SessionsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/account/sessions')
  const { cursor } = await readParams(searchParams)
  const page = await listMySessions(ctx, { limit: shown, cursor }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'validation_failed') return null
    throw error
  })
  const sessions = page?.data ?? []
  const hasOthers = cursor !== undefined || sessions.some(({ isCurrent }) => !isCurrent)
  return (
    <AccountPage
      current="/sessions"
      title="Sessions"
      description="Where you are signed in."
      actions={hasOthers && <EndOthers />}
    >
      {!page && (
        <Alert tone="danger">
          This page no longer exists. <PageLink href="/account/sessions">Back to the first page</PageLink>
        </Alert>
      )}
      {sessions.length > 0 && (
        <Card>
          <ul className="divide-y">
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        </Card>
      )}
      <p className="text-muted text-[0.8125rem] text-pretty">
        Don’t recognize one? End it, then{' '}
        <PageLink href="/account/security" className="text-ink underline underline-offset-4">
          change your password
        </PageLink>
        .
      </p>
      {page?.nextCursor && (
        <PageLink
          href={hrefOf('/account/sessions', { cursor: page.nextCursor })}
          className={buttonVariants({ variant: 'secondary', className: 'justify-self-start' })}
        >
          Older sessions
        </PageLink>
      )}
    </AccountPage>
  )
}

function EndOthers() {
  return (
    <ConfirmButton
      action={endOtherSessionsAction}
      trigger="End all others"
      variant="secondary"
      title="End all other sessions?"
      submit="End all others"
    >
      All other browsers are signed out immediately.
    </ConfirmButton>
  )
}
