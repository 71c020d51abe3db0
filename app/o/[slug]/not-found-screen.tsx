'use client'

// A client component for the reason of app/not-found-screen.tsx.
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'

export function NotFoundInOrganization() {
  return (
    <PageHeader
      title="Page not found"
      description="It may have been deleted, it may belong to another of your organizations, or you can no longer be a member of this one."
      actions={
        <PageLink href="/organizations" className={buttonVariants()}>
          Your organizations
        </PageLink>
      }
    />
  )
}
