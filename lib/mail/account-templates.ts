// The mails about how a person signs in. They always go out, because they protect the account.
import { product } from '@/lib/config'
import { capitalize } from '@/lib/permissions/catalogue'
import { compose, defuse, type Message } from './layout'

/** A factor in words. */
const factorWords = {
  totp: 'an authenticator app',
  passkey: 'a passkey',
} as const

type Change = { name: string; factor: keyof typeof factorWords; label?: string | undefined }

const worded = ({ factor, label }: Change): string =>
  label === undefined ? factorWords[factor] : `${factorWords[factor]} (${defuse(label)})`

export const factorAddedMessage = (change: Change): Message =>
  compose({
    subject: `${capitalize(factorWords[change.factor])} was added to your ${product.name} account`,
    paragraphs: [`Hello ${defuse(change.name)},`, `Your account can now be used with ${worded(change)}.`],
    button: { label: 'Look at your security settings', path: '/account/security' },
    closing:
      'If it was you, you don’t need to do anything. Otherwise remove it there, change your password, and end all other sessions.',
  })

export const factorRemovedMessage = (change: Change): Message =>
  compose({
    subject: `${capitalize(factorWords[change.factor])} was removed from your ${product.name} account`,
    paragraphs: [`Hello ${defuse(change.name)},`, `Your account can no longer be used with ${worded(change)}.`],
    button: { label: 'Look at your security settings', path: '/account/security' },
    closing:
      'If it was you, you don’t need to do anything. Otherwise change your password, then end all other sessions.',
  })

export const recoveryCodeUsedMessage = (name: string, left: number): Message =>
  compose({
    subject: `A recovery code of your ${product.name} account was used`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      `A recovery code was just used in place of your second factor. It does not work again. You have ${left === 1 ? 'one code' : `${left} codes`} left.`,
    ],
    button: { label: 'Look at your security settings', path: '/account/security' },
    closing:
      'If it was you, make new codes when few are left. Otherwise change your password, end all other sessions, and make new codes.',
  })

export const recoveryCodesReplacedMessage = (name: string): Message =>
  compose({
    subject: `Your ${product.name} recovery codes were replaced`,
    paragraphs: [`Hello ${defuse(name)},`, 'Your account has new recovery codes. Earlier ones no longer work.'],
    button: { label: 'Look at your security settings', path: '/account/security' },
    closing:
      'If it was you, you don’t need to do anything. Otherwise change your password, then end all other sessions.',
  })

export const passwordRemovedMessage = (name: string): Message =>
  compose({
    subject: `The password of your ${product.name} account was removed`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      'Your account no longer has a password. You sign in with a passkey or a connected account.',
    ],
    button: { label: 'This wasn’t me', path: '/forgot-password' },
    closing: 'If it was you, you don’t need to do anything.',
  })

export const secondFactorResetMessage = (name: string): Message =>
  compose({
    subject: `The second factor of your ${product.name} account was reset`,
    paragraphs: [
      `Hello ${defuse(name)},`,
      'An administrator has removed your authenticator app, your passkeys and your recovery codes, and has ended all sign-ins. Sign in with your password, then set up a second factor again.',
    ],
    button: { label: 'Sign in', path: '/sign-in' },
    closing:
      'If you did not ask for this, choose a new password at once by “Forgot password?” on the sign-in page, and tell your administrator.',
  })

/** For the first owner of a new server. */
export const firstOwnerMessage = (token: string, hours: number): Message =>
  compose({
    subject: `Your ${product.name} server is ready`,
    paragraphs: ['Hello,', 'This server was set up with your address for its first account. Choose a password for it.'],
    button: { label: 'Choose a password', path: `/reset-password?token=${token}` },
    closing: `The link works once, for ${hours === 1 ? 'one hour' : `${hours} hours`}. After that, ask for a new one by “Forgot password?” on the sign-in page.`,
  })

export const testMessage = (): Message =>
  compose({
    subject: `A test mail of ${product.name}`,
    paragraphs: ['Hello,', 'This server can send mails: this is one.'],
    closing: 'The operator of the server sent it with npm run admin.',
  })
