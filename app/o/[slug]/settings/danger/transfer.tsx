import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { MemberSession } from '@/lib/pages'
import type { Transfer } from '@/lib/organizations/transfer'
import { acceptTransferAction, declineTransferAction, revokeTransferAction } from './actions'
import { Section } from './section'

type OfferProps = { session: MemberSession; transfer: Transfer }

/** As everybody sees it who may take it back. */
export function OpenOffer({ session, transfer }: OfferProps) {
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

/** As the member sees it to whom it is offered. */
export function Offered({ session, transfer }: OfferProps) {
  const hidden = <input type="hidden" name="organization" value={session.org.slug} />
  return (
    <Section
      title={`${transfer.offerer.name} offers you ${session.org.name}`}
      description={
        <>
          When you accept, you become its owner and may do everything in it; {transfer.offerer.name} stays as admin. The
          offer ends <RelativeTime date={transfer.expiresAt} />.
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <Form action={acceptTransferAction} className="grid gap-2">
          {hidden}
          <SubmitButton>Accept ownership</SubmitButton>
        </Form>
        <Form action={declineTransferAction} className="grid gap-2">
          {hidden}
          <SubmitButton variant="ghost">Decline</SubmitButton>
        </Form>
      </div>
    </Section>
  )
}
