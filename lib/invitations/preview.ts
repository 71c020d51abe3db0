// The page of an invitation link: the invitation, its state, and the visitor's relation to it. Opening it changes
// nothing.
import { hasAccount } from '@/lib/accounts/commands'
import { roleName } from '@/lib/permissions/roles'
import type { UserContext } from '@/lib/db/session'
import { withCredential, type InvitationSession } from '@/lib/db/with-credential'
import type { OrgDb } from '@/lib/db/with-org'
import { enqueueOrgEmail } from '@/lib/mail/outbox'
import { invitationRequestedMessage } from '@/lib/mail/organization-templates'
import { AppError } from '@/lib/errors'
import { readMark } from '@/lib/organizations/logo'
import { counting } from '@/lib/requests/rate-limits'
import { maskEmail, provesAddress, type InvitationStatus } from './schema'
import { bySecret, currentStatus, mayStillInvite } from './by-secret'

/** `unproven`: signed out, with a copied link, which does not prove the address. */
export type Viewer = 'new' | 'existing' | 'unproven' | 'invited' | 'unverified' | 'member' | 'other'

export type InvitationPage = {
  organization: { id: string; slug: string; name: string; logoUrl: string | null; hue: number | null }
  inviter: string | null
  role: string
  roleName: string
  /** Masked for a person with another address, and with a link that does not prove the address. */
  email: string
  state: InvitationStatus
  viewer: Viewer
}

/** In: the secret, and the session if there is one. Throws not_found, organization_deleted, rate_limited. */
export async function openInvitation(
  token: string,
  ctx: UserContext | null,
  headers: Headers,
): Promise<InvitationPage> {
  const { viewer, ...page } = await bySecret(token, headers, (key) =>
    withCredential({ invitation: key, ctx }, async (db, session) => {
      const { offer } = session
      const viewer = await viewerOf(db, session, token)
      return {
        organization: { ...session.org, ...(await readMark(db, session.org.id)) },
        inviter: offer.inviter?.name ?? null,
        role: offer.role,
        roleName: roleName(offer.role, session.customRoles),
        email: viewer === 'other' || viewer === 'unproven' ? maskEmail(offer.email) : offer.email,
        state: currentStatus(session),
        viewer,
      }
    }),
  )
  return { ...page, viewer: viewer ?? ((await hasAccount(page.email)) ? 'existing' : 'new') }
}

/** In: the page to return to after signing in. Out: the invited address, if the page is a pending invitation's with a mailed link. */
export async function invitedAddressOf(path: string | undefined, headers: Headers): Promise<string | undefined> {
  const token = /^\/invitations\/([\w-]+)$/.exec(path ?? '')?.[1]
  if (!token) return undefined
  try {
    const { email, state, viewer } = await openInvitation(token, null, headers)
    return state === 'pending' && viewer !== 'unproven' ? email : undefined
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

// Only the owner of an address may learn whether it has an account. The mailed secret proves ownership; a copied link,
// which an admin has seen too, does not. Out: null if the visitor is signed out and may learn it.
async function viewerOf(db: OrgDb, { offer, user }: InvitationSession, token: string): Promise<Viewer | null> {
  if (!user) return provesAddress(token, offer.email) ? null : 'unproven'
  if (user.email !== offer.email) return 'other'
  if (!user.emailVerified) return 'unverified'
  return (await db.membership.count({ where: { userId: user.id } })) > 0 ? 'member' : 'invited'
}

/**
 * Tells the inviter by mail that the link has expired, or an owner if the inviter can no longer invite. Once a day per
 * link.
 */
export const askForNewInvitation = (token: string, headers: Headers): Promise<void> =>
  bySecret(token, headers, (key) =>
    counting([['invitation_requests', key.tokenHash]], () =>
      withCredential({ invitation: key, ctx: null, hold: true }, requestNewLink),
    ),
  )

async function requestNewLink(db: OrgDb, session: InvitationSession): Promise<void> {
  const { offer } = session
  const status = currentStatus(session)
  if (status !== 'expired') throw new AppError(status === 'pending' ? 'conflict' : `invitation_${status}`)
  const inviter = mayStillInvite(session) ? offer.inviter!.id : null
  const [recipient] = await db.$queryRaw<{ name: string; email: string }[]>`
      select u.name, u.email from memberships m join users u on u.id = m.user_id
        where m.user_id = ${inviter} or m.role = 'owner' order by m.user_id = ${inviter} desc nulls last, m.joined_at limit 1`
  if (!recipient) return
  const message = invitationRequestedMessage({
    name: recipient.name,
    email: offer.email,
    organization: session.org,
    path: `/o/${session.org.slug}/invitations?status=expired`,
  })
  await enqueueOrgEmail(db, recipient.email, message)
}
