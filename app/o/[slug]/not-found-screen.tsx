'use client'

// A client component for the reason of app/not-found-screen.tsx.
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'

export function NotFoundInOrganization() {
  return (
    <>
      <PageHeader
        title="Page not found"
        description="The link may be outdated or mistyped, or the page may belong to another of your organizations."
      />
      <PageLink href="/organizations" className={buttonVariants({ variant: 'secondary' })}>
        Your organizations
      </PageLink>
    </>
  )
}
