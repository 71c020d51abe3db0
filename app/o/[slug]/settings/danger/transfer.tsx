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
      title="Hand it over"
      description={
        <>
          Offered to {transfer.recipient.name} by {transfer.offerer.name}. The offer ends{' '}
          <RelativeTime date={transfer.expiresAt} />. Nothing changes until it is accepted.
        </>
      }
    >
      <Form action={revokeTransferAction} className="grid gap-3">
        <SubmitButton variant="secondary">Take the offer back</SubmitButton>
      </Form>
    </Section>
  )
}

/** An open offer, for its recipient. `name`: the organization's name. */
export function ReceivedOffer({ transfer, name }: { transfer: Transfer; name: string }) {
  return (
    <Section
      title={`${transfer.offerer.name} offers you ${name}`}
      description={
        <>
          When you accept, you become its owner and may do everything in it; {transfer.offerer.name} stays as admin. The
          offer ends <RelativeTime date={transfer.expiresAt} />.
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
