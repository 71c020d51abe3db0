import { PageHeader } from '@/components/ui/page-header'

export const metadata = { title: 'Not found' }

// For what is missing inside an organization of the viewer's. Who is not a member never gets here: app/not-found.tsx.
export default function NotFoundInOrganization() {
  return (
    <PageHeader
      title="There is nothing at this address"
      description="It may have been deleted, or it belongs to another of your organizations."
    />
  )
}
