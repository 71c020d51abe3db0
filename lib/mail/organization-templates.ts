// The text of the mails of an organization, which show its tile.
import { product } from '@/lib/config'
import { compose, defuse, type MailOrganization, type Message } from './layout'

export const roleChangedMessage = (change: {
  name: string
  organization: MailOrganization
  by: string
  role: string
  path: string
}): Message =>
  compose({
    organization: change.organization,
    subject: `Your role in ${defuse(change.organization.name)} is ${defuse(change.role)} now`,
    paragraphs: [
      `Hello ${defuse(change.name)},`,
      `${defuse(change.by)} changed your role in ${defuse(change.organization.name)} to ${defuse(change.role)}. The change takes effect immediately.`,
    ],
    button: { label: 'Open the organization', path: change.path },
    closing: 'If you didn’t expect this, ask the person who changed it.',
  })

export const removedMessage = (removal: { name: string; organization: MailOrganization; by: string }): Message =>
  compose({
    organization: removal.organization,
    subject: `You are no longer a member of ${defuse(removal.organization.name)}`,
    paragraphs: [
      `Hello ${defuse(removal.name)},`,
      `${defuse(removal.by)} removed you from ${defuse(removal.organization.name)}. You no longer have access, and API keys you created there have stopped working.`,
    ],
    closing: 'If you didn’t expect this, ask the person who removed you. Your account itself is unchanged.',
  })

export const invitationMessage = (invitation: {
  inviter: { name: string; email: string }
  /** The name of the API key that invited on the inviter's behalf. */
  throughKey?: string | undefined
  organization: MailOrganization & { slug: string }
  role: string
  /** What the role can do, in words. */
  can: string
  lifetime: string
  path: string
}) =>
  compose({
    organization: invitation.organization,
    title: `${defuse(invitation.inviter.name)} invites you to ${defuse(invitation.organization.name)}`,
    box: { title: `Your role: ${defuse(invitation.role)}`, text: `You can ${invitation.can}.` },
    subject: `${defuse(invitation.inviter.name)} invites you to ${defuse(invitation.organization.name)}`,
    paragraphs: [
      `${defuse(invitation.inviter.name)}${throughKey(invitation.throughKey)} invites you to join ${defuse(invitation.organization.name)} on ${product.name} as ${defuse(invitation.role)}.`,
      `The invitation is from ${invitation.inviter.email}, for the organization “${invitation.organization.slug}”. Anyone can choose any name: if you don’t know the address, ignore this email.`,
    ],
    button: { label: 'Open the invitation', path: invitation.path },
    closing: `The link works once, for ${invitation.lifetime}, and for this address only. If you didn’t expect an invitation, ignore this email.`,
  })

const throughKey = (name: string | undefined): string => (name ? `, through the key ${defuse(name)},` : '')

export const invitationRequestedMessage = (request: {
  name: string
  email: string
  organization: MailOrganization
  path: string
}) =>
  compose({
    organization: request.organization,
    subject: `${defuse(request.email)} asks for a new invitation`,
    paragraphs: [
      `Hello ${defuse(request.name)},`,
      `The invitation of ${defuse(request.email)} to ${defuse(request.organization.name)} has expired, and they are asking for a new one.`,
    ],
    button: { label: 'Open the invitations', path: request.path },
    closing: 'Choose “Resend” to send a new link. If you don’t want this person to join, ignore this email.',
  })

export const invitationAnsweredMessage = (answer: {
  inviter: string
  person: string
  email: string
  organization: MailOrganization
  role: string
  accepted: boolean
  path: string
}): Message =>
  compose({
    organization: answer.organization,
    subject: `${defuse(answer.person)} ${answer.accepted ? 'joined' : 'declined your invitation to'} ${defuse(answer.organization.name)}`,
    paragraphs: [
      `Hello ${defuse(answer.inviter)},`,
      answer.accepted
        ? `${defuse(answer.person)} (${defuse(answer.email)}) accepted your invitation and is now in ${defuse(answer.organization.name)} as ${defuse(answer.role)}.`
        : `${defuse(answer.person)} (${defuse(answer.email)}) declined your invitation to ${defuse(answer.organization.name)}. If that was a mistake, invite them again.`,
    ],
    button: { label: answer.accepted ? 'See the members' : 'Open the invitations', path: answer.path },
    closing:
      'You get this email because you sent the invitation. You can turn it off in your account, under Email notifications.',
  })

export const ownershipOfferedMessage = (offer: {
  name: string
  offerer: string
  organization: MailOrganization
  path: string
}) =>
  compose({
    organization: offer.organization,
    subject: `${defuse(offer.offerer)} offers you ownership of ${defuse(offer.organization.name)}`,
    paragraphs: [
      `Hello ${defuse(offer.name)},`,
      `${defuse(offer.offerer)} wants to hand ${defuse(offer.organization.name)} over to you. If you accept, you become its owner and they become an admin.`,
    ],
    button: { label: 'View the offer', path: offer.path },
    closing: 'The offer expires after seven days. Nothing changes until you accept.',
  })

export const organizationDeletedMessage = (deleted: {
  name: string
  organization: MailOrganization
  by: string
  days: number
}) =>
  compose({
    organization: deleted.organization,
    subject: `${defuse(deleted.organization.name)} was deleted`,
    paragraphs: [
      `Hello ${defuse(deleted.name)},`,
      `${defuse(deleted.by)} deleted ${defuse(deleted.organization.name)}. No one can open it. As an owner you can restore it for ${deleted.days} days. After that, everything in it is permanently deleted.`,
    ],
    button: { label: 'Restore it', path: '/organizations' },
    closing: 'If this was intended, you don’t need to do anything.',
  })
