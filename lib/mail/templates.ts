// The text and HTML of our mails, readable on a phone and in dark mode. Text from people is escaped; links begin with
// APP_URL, never with a Host header.
import { mailColours, product } from '@/lib/config'
import { getEnv } from '@/lib/env'

export type Message = { subject: string; text: string; html: string }

type Content = { subject: string; paragraphs: string[]; button?: { label: string; path: string }; closing: string }

/** Without any text of the person who signed up: the address may be a stranger's to them. */
export const verifyEmailMessage = (token: string, code?: string): Message =>
  compose({
    subject: `Verify your email address for ${product.name}`,
    paragraphs: [
      'Hello,',
      `Someone, probably you, signed up for ${product.name} with this address. Confirm that it’s yours to create or join organizations.`,
      ...(code
        ? [`Enter this code in the browser where you signed up, within 10 minutes: ${code}`, 'Or use the link:']
        : []),
    ],
    button: { label: 'Verify email address', path: `/verify-email?token=${token}` },
    closing:
      'The link works once, for 24 hours. Open it in the browser where you signed up, or enter the password you chose there. If you didn’t sign up, ignore this email.',
  })

export const accountExistsMessage = (name: string): Message =>
  compose({
    subject: `You already have a ${product.name} account`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      'Someone, perhaps you, tried to sign up with this address. It already has an account, and nothing was changed.',
    ],
    button: { label: 'Sign in', path: '/sign-in' },
    closing: 'Forgot your password? Choose “Forgot password?” on the sign-in page.',
  })

/** `name`: null for an address that is not verified. */
export const resetPasswordMessage = (name: string | null, token: string): Message =>
  compose({
    subject: `Reset your ${product.name} password`,
    paragraphs: [
      name === null ? 'Hello,' : `Hello ${defuse(name)},`,
      'Choose a new password for your account. You’ll be signed out everywhere else.',
    ],
    button: { label: 'Choose a new password', path: `/reset-password?token=${token}` },
    closing:
      'The link works once and expires after an hour. If you didn’t ask for it, ignore this email. Your password stays the same.',
  })

/** Without any text of the person who asked: the address may be a stranger's to them. */
export const changeEmailMessage = (token: string): Message =>
  compose({
    subject: `Confirm your new email address for ${product.name}`,
    paragraphs: [
      'Hello,',
      `Someone, probably you, wants to use this address for their ${product.name} account. Confirm that it’s yours.`,
    ],
    button: { label: 'Confirm email address', path: `/verify-email?token=${token}` },
    closing:
      'The link works once, for 24 hours. Open it in the browser where you’re signed in, or enter your password. If you didn’t ask for this, ignore this email.',
  })

export const addressTakenMessage = (): Message =>
  compose({
    subject: `Your address has a ${product.name} account already`,
    paragraphs: [
      'Hello,',
      `Someone, perhaps you, wants to use this address for another ${product.name} account. It already has an account, and nothing was changed.`,
    ],
    button: { label: 'Sign in', path: '/sign-in' },
    closing: 'If you want to use it for the other account, first change the address of this one.',
  })

/** To the former address. */
export const emailChangedMessage = (change: { name: string; email: string; token: string; days: number }): Message =>
  compose({
    subject: `Your ${product.name} email address was changed`,
    paragraphs: [
      `Hello ${defuse(change.name)},`,
      `The address of your account is ${defuse(change.email)} now. You sign in with it, and we send our emails there.`,
    ],
    button: { label: 'This wasn’t me', path: `/undo-email-change?token=${change.token}` },
    closing: `If it was you, you don’t need to do anything. Otherwise this link undoes the change for ${change.days} days: you’re signed out everywhere and choose a new password.`,
  })

export const newDeviceMessage = (signIn: { name: string; device: string; network: string | null }): Message =>
  compose({
    subject: `New sign-in to your ${product.name} account`,
    paragraphs: [
      `Hello ${defuse(signIn.name)},`,
      `Your account was just used to sign in from a browser we haven’t seen before: ${defuse(signIn.device)}${signIn.network ? `, from ${defuse(signIn.network)}` : ''}.`,
    ],
    button: { label: 'Review your sessions', path: '/account/sessions' },
    closing: 'If it was you, you don’t need to do anything. Otherwise end that session, then change your password.',
  })

export const roleChangedMessage = (change: {
  name: string
  organization: string
  by: string
  role: string
  path: string
}): Message =>
  compose({
    subject: `Your role in ${defuse(change.organization)} is ${defuse(change.role)} now`,
    paragraphs: [
      `Hello ${defuse(change.name)},`,
      `${defuse(change.by)} changed your role in ${defuse(change.organization)} to ${defuse(change.role)}. The change takes effect immediately.`,
    ],
    button: { label: 'Open the organization', path: change.path },
    closing: 'If you didn’t expect this, ask the person who changed it.',
  })

export const removedMessage = (removal: { name: string; organization: string; by: string }): Message =>
  compose({
    subject: `You are no longer a member of ${defuse(removal.organization)}`,
    paragraphs: [
      `Hello ${defuse(removal.name)},`,
      `${defuse(removal.by)} removed you from ${defuse(removal.organization)}. You no longer have access, and API keys you created there have stopped working.`,
    ],
    closing: 'If you didn’t expect this, ask the person who removed you. Your account itself is unchanged.',
  })

export const accountDeletedMessage = (name: string, days: number): Message =>
  compose({
    subject: `Your ${product.name} account is deleted`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      `Your account was just deleted, and you were signed out everywhere. For ${days} days you can restore it by signing in. After that, it is permanently erased.`,
    ],
    button: { label: 'Sign in to restore it', path: '/sign-in' },
    closing: 'If it wasn’t you, sign in, then change your password. If it was, you don’t need to do anything.',
  })

export const accountRestoredMessage = (name: string): Message =>
  compose({
    subject: `Your ${product.name} account is back`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      'Someone, probably you, has just signed in to your account, so it is no longer scheduled for deletion.',
    ],
    button: { label: 'Review your sessions', path: '/account/sessions' },
    closing: 'If it wasn’t you, end that session, then change your password.',
  })

/** `ended`: which sessions the change has ended. */
export const passwordChangedMessage = (name: string, ended: 'all' | 'others'): Message =>
  compose({
    subject: `Your ${product.name} password was changed`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      `Your password was just changed, and ${ended === 'all' ? 'all sessions' : 'all other sessions'} were ended.`,
    ],
    button: { label: 'This wasn’t me', path: '/forgot-password' },
    closing: 'If it was you, you don’t need to do anything.',
  })

/** Strangers to the recipient choose the names; the verified address and the slug are no free text. */
export const invitationMessage = (invitation: {
  inviter: { name: string; email: string }
  /** The name of the API key that invited on the inviter's behalf. */
  throughKey?: string | undefined
  organization: { name: string; slug: string }
  role: string
  lifetime: string
  path: string
}) =>
  compose({
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
  organization: string
  path: string
}) =>
  compose({
    subject: `${defuse(request.email)} asks for a new invitation`,
    paragraphs: [
      `Hello ${defuse(request.name)},`,
      `The invitation of ${defuse(request.email)} to ${defuse(request.organization)} has expired, and they are asking for a new one.`,
    ],
    button: { label: 'Open the invitations', path: request.path },
    closing: 'Choose “Resend” to send a new link. If you don’t want this person to join, ignore this email.',
  })

export const ownershipOfferedMessage = (offer: { name: string; offerer: string; organization: string; path: string }) =>
  compose({
    subject: `${defuse(offer.offerer)} offers you ${defuse(offer.organization)}`,
    paragraphs: [
      `Hello ${defuse(offer.name)},`,
      `${defuse(offer.offerer)} wants to hand ${defuse(offer.organization)} over to you. If you accept, you become its owner and they become an admin.`,
    ],
    button: { label: 'View the offer', path: offer.path },
    closing: 'The offer expires after seven days. Nothing changes until you accept.',
  })

export const organizationDeletedMessage = (deleted: { name: string; organization: string; by: string; days: number }) =>
  compose({
    subject: `${defuse(deleted.organization)} was deleted`,
    paragraphs: [
      `Hello ${defuse(deleted.name)},`,
      `${defuse(deleted.by)} deleted ${defuse(deleted.organization)}. No one can open it anymore. As an owner you can restore it for ${deleted.days} days. After that, everything in it is permanently deleted.`,
    ],
    button: { label: 'Restore it', path: '/organizations' },
    closing: 'If this was intended, you don’t need to do anything.',
  })

// Mail programs turn "evil.example/login" into a link. A word joiner after the dot prevents that.
export const defuse = (name: string): string => name.replace(/([.:/@])(?=\S)/g, '$1\u2060')

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

export function compose({ subject, paragraphs, button, closing }: Content): Message {
  const link = button && { label: button.label, url: `${getEnv().APP_URL}${button.path}` }
  const text = [...paragraphs, ...(link ? [`${link.label}:\n${link.url}`] : []), closing].join('\n\n')
  return { subject, text: `${text}\n`, html: layout(subject, paragraphs, link, closing) }
}

function layout(
  subject: string,
  paragraphs: string[],
  link: { label: string; url: string } | undefined,
  closing: string,
) {
  const body = paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph)}</p>`).join('')
  const button = link
    ? `<p style="margin:24px 0"><a href="${escapeHtml(link.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${mailColours.button};color:${mailColours.buttonText};text-decoration:none;font-weight:600">${escapeHtml(link.label)}</a></p>`
    : ''
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 16px;font:16px/1.5 system-ui,sans-serif"><div style="max-width:480px;margin:0 auto">
<p style="margin:0 0 24px;font-weight:600">${escapeHtml(product.name)}</p>${body}${button}
<p style="margin:24px 0 0;font-size:14px;opacity:.75">${escapeHtml(closing)}</p></div></body></html>
`
}
