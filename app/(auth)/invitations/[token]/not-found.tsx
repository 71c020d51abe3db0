import { buttonVariants } from '@/components/ui/button'
import { Panel } from '../../panel'

export const metadata = { title: 'Invitation' }

// The link is unknown, incomplete, replaced by a newer one, or of a purged organization. The page does not say which, so that it
// reveals nothing about links that exist.
export default function UnknownInvitation() {
  return (
    <Panel
      title="This invitation link isn’t valid"
      description="It may have been replaced by a newer one or copied incompletely. Open the most recent email, or ask the person who invited you."
    >
      <a href="/organizations" className={buttonVariants({ variant: 'secondary', block: true })}>
        Your organizations
      </a>
    </Panel>
  )
}
