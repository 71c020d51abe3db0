// The text and HTML of our mails, readable on a phone and in dark mode. Text from people is escaped; links begin with
// APP_URL, never with a Host header.
import { mailColours, product } from '@/lib/config'
import { getEnv } from '@/lib/env'

export type Message = { subject: string; text: string; html: string }

type Content = { subject: string; paragraphs: string[]; button?: { label: string; path: string }; closing: string }

/** Without any text of the person who signed up: the address may be a stranger's to them. */
export const verifyEmailMessage = (token: string): Message =>
  compose({
    subject: `Verify your email address for ${product.name}`,
    paragraphs: [
      'Hello,',
      `Somebody, probably you, signed up for ${product.name} with this address. Confirm that it is yours, and you can create or join organizations.`,
    ],
    button: { label: 'Verify email address', path: `/verify-email?token=${token}` },
    closing:
      'The link works once, for 24 hours. Open it in the browser in which you signed up, or enter the password that you chose there. If you did not sign up, ignore this mail: nothing will happen.',
  })

export const accountExistsMessage = (name: string): Message =>
  compose({
    subject: `You already have a ${product.name} account`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      'Somebody, perhaps you, tried to sign up with this address. It has an account already, and nothing was changed.',
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
      'Choose a new password for your account. All other sign-ins will end.',
    ],
    button: { label: 'Choose a new password', path: `/reset-password?token=${token}` },
    closing: 'The link works once, for one hour. If you did not ask for it, ignore this mail: your password stays.',
  })

/** Without any text of the person who asked: the address may be a stranger's to them. */
export const changeEmailMessage = (token: string): Message =>
  compose({
    subject: `Confirm your new email address for ${product.name}`,
    paragraphs: [
      'Hello,',
      `Somebody, probably you, wants to use this address for their ${product.name} account from now on. Confirm that it is yours.`,
    ],
    button: { label: 'Confirm email address', path: `/verify-email?token=${token}` },
    closing:
      'The link works once, for 24 hours. Open it in the browser in which you are signed in, or enter your password. If you did not ask for this, ignore this mail: nothing will happen.',
  })

export const addressTakenMessage = (): Message =>
  compose({
    subject: `Your address has a ${product.name} account already`,
    paragraphs: [
      'Hello,',
      `Somebody, perhaps you, wants to use this address for another ${product.name} account. It has an account already, and nothing was changed.`,
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
      `The address of your account is ${defuse(change.email)} now. You sign in with it, and our mails go there.`,
    ],
    button: { label: 'This was not me', path: `/undo-email-change?token=${change.token}` },
    closing: `If it was you, there is nothing to do. Otherwise this link takes the change back for ${change.days} days: all sign-ins end, and you choose a new password.`,
  })

export const newDeviceMessage = (signIn: { name: string; device: string; network: string | null }): Message =>
  compose({
    subject: `New sign-in to your ${product.name} account`,
    paragraphs: [
      `Hello ${defuse(signIn.name)},`,
      `Your account was just used to sign in from a browser that we have not seen before: ${defuse(signIn.device)}${signIn.network ? `, from ${defuse(signIn.network)}` : ''}.`,
    ],
    button: { label: 'Look at your sessions', path: '/account/sessions' },
    closing: 'If it was you, there is nothing to do. Otherwise end that session there, then change your password.',
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
      `${defuse(change.by)} changed your role in ${defuse(change.organization)} to ${defuse(change.role)}. What you may do there changes at once.`,
    ],
    button: { label: 'Open the organization', path: change.path },
    closing: 'If you did not expect this, ask the person who changed it.',
  })

export const removedMessage = (removal: { name: string; organization: string; by: string }): Message =>
  compose({
    subject: `You are no longer a member of ${defuse(removal.organization)}`,
    paragraphs: [
      `Hello ${defuse(removal.name)},`,
      `${defuse(removal.by)} removed you from ${defuse(removal.organization)}. You have no access to it any more, and API keys that you made there have stopped working.`,
    ],
    closing: 'If you did not expect this, ask the person who removed you. Your account itself stays as it is.',
  })

export const accountDeletedMessage = (name: string, days: number): Message =>
  compose({
    subject: `Your ${product.name} account is deleted`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      `Your account was just deleted, and all sign-ins were ended. For ${days} days you can take it back by signing in. After that, it is erased for good.`,
    ],
    button: { label: 'Sign in to take it back', path: '/sign-in' },
    closing: 'If it was not you, sign in, then change your password. If it was, there is nothing to do.',
  })

export const accountRestoredMessage = (name: string): Message =>
  compose({
    subject: `Your ${product.name} account is back`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      'Somebody, probably you, has just signed in to your account, so it is not deleted any more.',
    ],
    button: { label: 'Look at your sessions', path: '/account/sessions' },
    closing: 'If it was not you, end that session there, then change your password.',
  })

/** `ended`: which sessions the change has ended. */
export const passwordChangedMessage = (name: string, ended: 'all' | 'others'): Message =>
  compose({
    subject: `Your ${product.name} password was changed`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      `Your password was just changed, and ${ended === 'all' ? 'all sign-ins' : 'all other sign-ins'} were ended.`,
    ],
    button: { label: 'This was not me', path: '/forgot-password' },
    closing: 'If it was you, there is nothing to do.',
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
      `The invitation is from ${invitation.inviter.email}, for the organization “${invitation.organization.slug}”. Names can be chosen freely: if you do not know the address, ignore this mail.`,
    ],
    button: { label: 'Open the invitation', path: invitation.path },
    closing: `The link works once, for ${invitation.lifetime}, and for this address only. If you expected no invitation, ignore it.`,
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
      `The invitation of ${defuse(request.email)} to ${defuse(request.organization)} has expired, and they ask for a new one.`,
    ],
    button: { label: 'Open the invitations', path: request.path },
    closing:
      'Choose “Resend” there, and a new link goes out. If you do not want this person to join, ignore this mail.',
  })

export const ownershipOfferedMessage = (offer: { name: string; offerer: string; organization: string; path: string }) =>
  compose({
    subject: `${defuse(offer.offerer)} offers you ${defuse(offer.organization)}`,
    paragraphs: [
      `Hello ${defuse(offer.name)},`,
      `${defuse(offer.offerer)} wants to hand ${defuse(offer.organization)} over to you. When you accept, you become its owner, and they stay as admin.`,
    ],
    button: { label: 'Look at the offer', path: offer.path },
    closing: 'The offer stands for seven days. Nothing changes until you accept.',
  })

export const organizationDeletedMessage = (deleted: { name: string; organization: string; by: string; days: number }) =>
  compose({
    subject: `${defuse(deleted.organization)} was deleted`,
    paragraphs: [
      `Hello ${defuse(deleted.name)},`,
      `${defuse(deleted.by)} deleted ${defuse(deleted.organization)}. Nobody can enter it any longer. As an owner you can restore it for ${deleted.days} days; after that everything in it is gone for good.`,
    ],
    button: { label: 'Restore it', path: '/organizations' },
    closing: 'If it was meant to end, there is nothing to do.',
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
