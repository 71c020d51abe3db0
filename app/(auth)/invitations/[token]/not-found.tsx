import { buttonVariants } from '@/components/ui/button'
import { Panel } from '../../panel'

export const metadata = { title: 'Invitation' }

// Unknown, replaced by a newer link, cut short, or of an organization that was purged: which of them, nobody is told.
export default function UnknownInvitation() {
  return (
    <Panel
      title="This link is not valid"
      description="It may have been replaced by a newer one, or not copied in full. Look for the newest mail, or ask whoever invited you."
    >
      <a href="/organizations" className={buttonVariants({ variant: 'secondary', block: true })}>
        Your organizations
      </a>
    </Panel>
  )
}
