import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'

export const metadata = { title: 'Not found' }

// For missing records of an organization, and for a person who was removed while they had a page of it open.
export default function NotFoundInOrganization() {
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
