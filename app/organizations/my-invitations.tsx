import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { RoleBadge } from '@/components/role-badge'
import { OrgTile } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import { RelativeTime } from '@/components/relative-time'
import type { MyInvitation } from '@/lib/invitations/answer'
import { acceptMyInvitationAction, declineMyInvitationAction } from './actions'

/** The open invitations. They can be answered without the link, because the verified address is the proof. */
export function MyInvitations({ invitations }: { invitations: MyInvitation[] }) {
  return (
    <section aria-labelledby="my-invitations" className="mb-8">
      <h2 id="my-invitations" className="flex items-center gap-2 pb-3 font-semibold tracking-tight">
        Pending invitations
        <span className="bg-accent text-accent-contrast rounded-full px-1.5 text-xs font-semibold">
          {invitations.length}
        </span>
      </h2>
      <Card>
        <ul className="divide-y">
          {invitations.map((invitation) => (
            <Row key={invitation.id} {...invitation} />
          ))}
        </ul>
      </Card>
    </section>
  )
}

function Row({ id, roleName, expiresAt, organization, inviter }: MyInvitation) {
  return (
    <li className="flex flex-wrap items-center gap-3.5 px-4 py-3.5 sm:px-5">
      <OrgTile {...organization} size="lg" />
      <div className="grid min-w-0 grow basis-40 gap-0.5">
        <span id={id} className="truncate text-[0.9375rem] font-semibold tracking-tight">
          {organization.name}
        </span>
        <span className="text-muted flex flex-wrap items-center gap-x-2 gap-y-1 text-[0.8125rem]">
          <RoleBadge name={roleName} />
          {inviter && <span className="min-w-0 truncate">from {inviter}</span>}
          <span>
            expires <RelativeTime date={expiresAt} />
          </span>
        </span>
      </div>
      <div className="flex gap-2 max-sm:w-full">
        <Form action={declineMyInvitationAction} className="grid gap-2 max-sm:grow">
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="ghost" aria-describedby={id}>
            Decline
          </SubmitButton>
        </Form>
        <Form action={acceptMyInvitationAction} className="grid gap-2 max-sm:grow">
          <input type="hidden" name="id" value={id} />
          <SubmitButton aria-describedby={id}>Accept invitation</SubmitButton>
        </Form>
      </div>
    </li>
  )
}
