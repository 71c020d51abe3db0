'use client'

// A client component for the reason of app/not-found-screen.tsx.
import { usePageFields } from '@/components/page-fields'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'

export function NotFoundInOrganization() {
  const { organization } = usePageFields()
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState
        tiles="search"
        title="There’s nothing here"
        description="The link may be outdated or mistyped, or the page may belong to another of your organizations."
      >
        {organization && (
          <PageLink href={`/o/${organization}`} className={buttonVariants({ variant: 'secondary' })}>
            Overview
          </PageLink>
        )}
        <PageLink href="/organizations" className={buttonVariants({ variant: organization ? 'ghost' : 'secondary' })}>
          Your organizations
        </PageLink>
      </EmptyState>
    </>
  )
}
