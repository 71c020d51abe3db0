// The text of the mails about an account. Text from people is escaped by the layout.
import { product } from '@/lib/config'
import { compose, defuse, type Message } from './layout'

/** Without any text of the person who signed up: the address may be a stranger's to them. */
export const verifyEmailMessage = (token: string, code?: string): Message =>
  compose({
    subject: `Verify your email address for ${product.name}`,
    paragraphs: [
      'Hello,',
      `Someone, probably you, signed up for ${product.name} with this address. Confirm that it’s yours to create or join organizations.`,
      ...(code ? ['Enter this code within 10 minutes in the browser where you signed up, or use the link.'] : []),
    ],
    ...(code && { code }),
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
