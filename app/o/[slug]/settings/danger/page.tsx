import { z } from 'zod'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { TypedConfirmation } from '@/components/typed-confirmation'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { DisabledButton } from '@/components/ui/disabled-button'
import { listMembers } from '@/lib/members/queries'
import { restorableDays } from '@/lib/organizations/deletion'
import { findTransfer, findTransferToMe } from '@/lib/organizations/transfer'
import type { MemberSession } from '@/lib/pages'
import { can } from '@/lib/permissions/grants'
import { roleName } from '@/lib/permissions/roles'
import { PermissionHint } from '../../access-denied'
import { orgPage } from '../../org-page'
import { SettingsHeader } from '../settings-header'
import { deleteOrganizationAction, leaveOrganizationAction } from './actions'
import { TransferOwnership } from './transfer-ownership'
import { Section } from './section'
import { ReceivedOffer, SentOffer } from './transfer'

const page = orgPage(
  {
    // Every member may leave, and accept or decline an offer.
    permission: 'any',
    title: 'Danger zone',
    search: z.object({ query: z.string().optional() }),
    load: async ({ session }) => {
      const [transfer, owners] = await Promise.all([
        can(session, 'org:read') ? findTransfer(session) : findTransferToMe(session),
        can(session, 'org:members:read') ? listMembers(session, { role: 'owner', sort: 'name', limit: 1 + 1 }) : null,
      ])
      return { transfer, isLastOwner: session.role === 'owner' && owners?.data.length === 1 }
    },
  },
  ({ session, home, search: { query }, data: { transfer, isLastOwner } }) => {
    const canTransfer = can(session, 'org:transfer')
    const isMine = transfer?.recipient.id === session.userId
    return (
      <div className="max-w-3xl">
        <SettingsHeader
          session={session}
          current="/danger"
          description="Leave, transfer or delete this organization."
        />
        <div className="grid gap-6">
          {transfer && isMine && <ReceivedOffer transfer={transfer} name={session.org.name} />}
          <Leave session={session} home={home} isLastOwner={isLastOwner} />
          {canTransfer && transfer && !isMine && <SentOffer transfer={transfer} />}
          {canTransfer && !transfer && <TransferOwnership session={session} query={query} />}
          {!canTransfer && (
            <Section
              title="Transfer ownership"
              description={<PermissionHint session={session} permission="org:transfer" />}
            />
          )}
          {can(session, 'org:delete') ? (
            <Delete name={session.org.name} />
          ) : (
            <Section
              title="Delete this organization"
              description={<PermissionHint session={session} permission="org:delete" />}
            />
          )}
        </div>
      </div>
    )
  },
)

export default page
export const { generateMetadata } = page

function Leave({ session, home, isLastOwner }: { session: MemberSession; home: string; isLastOwner: boolean }) {
  const { name } = session.org
  if (isLastOwner)
    return (
      <Section
        title="Leave"
        description={
          <>
            You are the only owner of {name}, so you can’t leave.{' '}
            <a href="#transfer" className="underline underline-offset-4">
              Transfer ownership
            </a>{' '}
            or{' '}
            <PageLink href={`${home}/members`} className="underline underline-offset-4">
              make another member owner
            </PageLink>{' '}
            first.
          </>
        }
      >
        <DisabledButton variant="secondary" why={`${name} needs at least one owner.`}>
          Leave organization
        </DisabledButton>
      </Section>
    )
  return (
    <Section
      title="Leave"
      description={`Your role in ${name} is ${roleName(session.role, session.customRoles)}. If you leave, you lose access immediately and your API keys stop working. Content you created stays.`}
    >
      <Dialog
        trigger="Leave organization"
        title={`Leave ${name}?`}
        description="You’ll lose access immediately. To return, you’ll need a new invitation."
      >
        <Form action={leaveOrganizationAction}>
          <DialogActions>
            <DialogCancel />
            <SubmitButton variant="danger">Leave</SubmitButton>
          </DialogActions>
        </Form>
      </Dialog>
    </Section>
  )
}

function Delete({ name }: { name: string }) {
  return (
    <Section
      isDangerous
      title="Delete this organization"
      description={
        <>
          Once it is deleted, no one can open {name}, and its tokens, API keys and invitations stop working. Its owners
          can restore it for {restorableDays} days. After that, everything in it is permanently deleted.
        </>
      }
    >
      <Dialog
        trigger="Delete organization"
        variant="danger"
        title={`Delete ${name}?`}
        description={
          <>
            To confirm, type its name: <strong className="text-ink font-medium wrap-anywhere">{name}</strong>
          </>
        }
      >
        <Form action={deleteOrganizationAction}>
          <TypedConfirmation label="Organization name" expected={name} submit="Delete organization" />
        </Form>
      </Dialog>
    </Section>
  )
}
