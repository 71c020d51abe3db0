import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { RelativeTime } from '@/components/relative-time'
import type { Transfer } from '@/lib/organizations/transfer'
import { acceptTransferAction, declineTransferAction, revokeTransferAction } from './actions'
import { Section } from './section'

/** An open offer, for members who may revoke it. */
export function SentOffer({ transfer }: { transfer: Transfer }) {
  return (
    <Section
      id="transfer"
      title="Transfer ownership"
      description={
        <>
          Offered to {transfer.recipient.name} by {transfer.offerer.name}. The offer expires{' '}
          <RelativeTime date={transfer.expiresAt} />. Nothing changes until they accept.
        </>
      }
    >
      <Form action={revokeTransferAction} className="grid gap-3">
        <SubmitButton variant="secondary">Cancel the offer</SubmitButton>
      </Form>
    </Section>
  )
}

/** An open offer, for its recipient. `name`: the organization's name. */
export function ReceivedOffer({ transfer, name }: { transfer: Transfer; name: string }) {
  return (
    <Section
      title={`${transfer.offerer.name} offers you ownership of ${name}`}
      description={
        <>
          If you accept, you become its owner with all permissions; {transfer.offerer.name} becomes an admin. The offer
          expires <RelativeTime date={transfer.expiresAt} />.
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <Form action={acceptTransferAction} className="grid gap-2">
          <SubmitButton>Accept ownership</SubmitButton>
        </Form>
        <Form action={declineTransferAction} className="grid gap-2">
          <SubmitButton variant="ghost">Decline</SubmitButton>
        </Form>
      </div>
    </Section>
  )
}
