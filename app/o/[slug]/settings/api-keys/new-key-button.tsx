import { Icon } from '@/components/icon'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'

export function NewKeyButton({ slug }: { slug: string }) {
  return (
    <PageLink href={`/o/${slug}/settings/api-keys/new`} className={buttonVariants()}>
      <Icon name="plus" />
      New API key
    </PageLink>
  )
}
