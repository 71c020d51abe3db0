import { buttonVariants } from '@/components/ui/button'
import { Form } from '@/components/form'
import { Toaster } from '@/components/ui/toaster'
import { lifetime, type InvitationStatus } from '@/lib/invitations/schema'
import type { InvitationPage } from '@/lib/invitations/preview'
import { Panel } from '../../panel'
import { askAgainAction } from './actions'
import { AskAgain } from './ask-again'

type Ended = Exclude<InvitationStatus, 'pending'>

const words: Record<Ended, { title: string; sentence: (organization: string) => string }> = {
  expired: {
    title: 'This invitation has expired',
    sentence: (organization) =>
      `Invitations expire after ${lifetime()}. Ask the person who invited you to ${organization} for a new one.`,
  },
  revoked: {
    title: 'This invitation was revoked',
    sentence: (organization) => `If you expected to join ${organization}, ask the person who invited you.`,
  },
  declined: {
    title: 'This invitation was declined',
    sentence: (organization) => `Changed your mind? Ask the person who invited you to ${organization} for a new one.`,
  },
  accepted: {
    title: 'This invitation was already accepted',
    sentence: (organization) => `Each link works once. If it was you, sign in to open ${organization}.`,
  },
}

/** An invitation that can no longer be accepted, with the next step. */
export function Ended({ token, state, organization, viewer }: InvitationPage & { token: string }) {
  const { title, sentence } = words[state as Ended]
  const signedIn = viewer === 'invited' || viewer === 'other' || viewer === 'unverified'
  return (
    <Panel title={title} description={sentence(organization.name)}>
      <div className="grid gap-3">
        {state === 'expired' && (
          <Form action={askAgainAction}>
            <input type="hidden" name="token" value={token} />
            <AskAgain />
          </Form>
        )}
        <ContinueLink signedIn={signedIn} variant={state === 'expired' ? 'ghost' : 'secondary'} />
      </div>
      <Toaster />
    </Panel>
  )
}

/** The organization was deleted. If it is restored, the link works again. */
export function OrganizationDeleted({ signedIn }: { signedIn: boolean }) {
  return (
    <Panel
      title="This organization no longer exists"
      description="The organization that invited you was deleted. If you didn’t expect that, ask the person who invited you."
    >
      <ContinueLink signedIn={signedIn} variant="secondary" />
    </Panel>
  )
}

function ContinueLink({ signedIn, variant }: { signedIn: boolean; variant: 'secondary' | 'ghost' }) {
  return (
    <a href={signedIn ? '/organizations' : '/sign-in'} className={buttonVariants({ variant, block: true })}>
      {signedIn ? 'Your organizations' : 'Sign in'}
    </a>
  )
}
