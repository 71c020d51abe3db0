import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { OrgTile } from '@/components/ui/avatar'
import { findUser, missing } from '@/lib/pages'
import { AppError } from '@/lib/errors'
import { openInvitation, type InvitationPage } from '@/lib/invitations/preview'
import { Panel } from '../../panel'
import { Ended, OrganizationDeleted } from './ended'
import UnknownInvitation from './not-found'
import { Answer, ChangeAccount, Member, Unproven, Unverified } from './states'
import { SignIn, SignUp } from './signed-out'

export const metadata: Metadata = { title: 'Invitation', robots: { index: false, follow: false } }

// Opening the link changes nothing, because mail scanners open links, too. Only the buttons do.
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const person = await findUser()
  const invitation = await find(token, person)
  if (!invitation) return missing(<UnknownInvitation />)
  if (invitation instanceof AppError && invitation.code === 'organization_deleted')
    return <OrganizationDeleted signedIn={!!person} />
  if (invitation instanceof AppError) return <Panel title="Too many attempts" description={invitation.message} />
  if (invitation.viewer === 'member') return <Member {...invitation} />
  if (invitation.state !== 'pending') return <Ended token={token} {...invitation} />
  const { organization, inviter, roleName, viewer, email } = invitation
  return (
    <Panel
      mark={<OrgTile {...organization} size="lg" />}
      title={`Join ${organization.name}`}
      description={
        <>
          {inviter ?? 'A former member'} invites you to work in {organization.name} as{' '}
          <strong className="text-ink font-medium">{roleName}</strong>.
        </>
      }
    >
      {viewer === 'invited' && <Answer token={token} email={email} />}
      {viewer === 'other' && <ChangeAccount token={token} email={email} signedInAs={person!.user.email} />}
      {viewer === 'unverified' && <Unverified email={email} />}
      {viewer === 'existing' && <SignIn token={token} email={email} />}
      {viewer === 'new' && <SignUp token={token} email={email} />}
      {viewer === 'unproven' && <Unproven token={token} email={email} />}
    </Panel>
  )
}

/** Out: the invitation, or the error for too many attempts or a deleted organization. null for an unknown link. */
async function find(
  token: string,
  person: Awaited<ReturnType<typeof findUser>>,
): Promise<InvitationPage | AppError | null> {
  try {
    return await openInvitation(token, person, await headers())
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'not_found') return null
    if (error.code === 'rate_limited' || error.code === 'organization_deleted') return error
    throw error
  }
}
