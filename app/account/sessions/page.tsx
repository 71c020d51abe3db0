import type { Metadata } from 'next'
import { ConfirmButton } from '@/components/confirm-button'
import { PageLink } from '@/components/page-link'
import { Card } from '@/components/ui/card'
import { Pagination } from '@/components/ui/pagination'
import { listMySessions } from '@/lib/accounts/my-sessions'
import { hrefOf, readParams, requireUser, restart, type SearchParams } from '@/lib/pages'
import { AccountPage } from '../account-page'
import { endOtherSessionsAction } from './actions'
import { SessionRow } from './session-row'

export const metadata: Metadata = { title: 'Sessions' }

const path = '/account/sessions'
const shown = 20

export default async function SessionsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser(path)
  const { cursor } = await readParams(searchParams)
  const { data: sessions, nextCursor } = await listMySessions(ctx, { limit: shown, cursor }).catch(restart)
  const hasOthers = cursor !== undefined || sessions.some(({ isCurrent }) => !isCurrent)
  return (
    <AccountPage
      current="/sessions"
      title="Sessions"
      description="Where you are signed in."
      actions={hasOthers && <EndOthers />}
    >
      {sessions.length > 0 && (
        <Card>
          <ul className="divide-y">
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        </Card>
      )}
      <Pagination
        label="Pages of sessions"
        firstHref={cursor && path}
        nextHref={nextCursor ? hrefOf(path, { cursor: nextCursor }) : undefined}
      />
      <p className="text-muted text-[0.8125rem] text-pretty">
        Don’t recognize one? End it, then{' '}
        <PageLink href="/account/security" className="text-ink underline underline-offset-4">
          change your password
        </PageLink>
        .
      </p>
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
