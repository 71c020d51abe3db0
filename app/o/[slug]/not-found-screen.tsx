'use client'

// A client component for the reason of app/not-found-screen.tsx.
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'

export function NotFoundInOrganization() {
  return (
    <PageHeader
      title="There is nothing at this address"
      description="It may have been deleted, it belongs to another of your organizations, or you are no longer a member of this one."
      actions={
        <PageLink href="/organizations" className={buttonVariants()}>
          Your organizations
        </PageLink>
      }
    />
  )
}
