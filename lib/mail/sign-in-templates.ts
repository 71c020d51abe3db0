// The mails of the ways in: codes, connected accounts, and who may sign up.
import { product } from '@/lib/config'
import { compose, defuse, type Message } from './layout'

/** To an address that may not have an account (SIGN_UP). */
export const signUpClosedMessage = (): Message =>
  compose({
    subject: `You need an invitation to ${product.name}`,
    paragraphs: [
      'Hello,',
      `Someone, probably you, tried to sign up for ${product.name} with this address. You need an invitation to create an account, and this address has none.`,
    ],
    closing: 'Ask your organization to invite this address. If you didn’t sign up, ignore this email.',
  })

/** Without any text of the person who asked: the address may be a stranger's to them. */
export const signInCodeMessage = (code: string, minutes: number): Message =>
  compose({
    subject: `${code} is your ${product.name} code`,
    paragraphs: [
      'Hello,',
      `Enter this code in the browser where you asked for it. It works once, for ${minutes} minutes. Don’t share it with anyone. We never ask for it.`,
    ],
    code,
    button: { label: 'Enter the code', path: `/sign-in/code?code=${code}` },
    closing:
      'The link works only in the browser where you asked for the code. If you didn’t ask for it, ignore this email.',
  })

/** `mayJoin`: whether the address may have a new account. */
export const noAccountMessage = (mayJoin: boolean): Message =>
  compose({
    subject: `There is no ${product.name} account with this address`,
    paragraphs: [
      'Hello,',
      `Someone, probably you, tried to sign in to ${product.name} with this address. It doesn’t have an account.`,
    ],
    ...(mayJoin && { button: { label: 'Create an account', path: '/sign-up' } }),
    closing: 'If you have an account, it uses another address. If you didn’t ask for this, ignore this email.',
  })

type ConnectionNotice = { name: string; provider: string; email: string | null }

const connectionOf = ({ provider, email }: ConnectionNotice): string =>
  email ? `${defuse(provider)} (${defuse(email)})` : defuse(provider)

export const accountConnectedMessage = (connection: ConnectionNotice): Message =>
  compose({
    subject: `${defuse(connection.provider)} was connected to your ${product.name} account`,
    paragraphs: [
      `Hello ${defuse(connection.name)},`,
      `You can now sign in to your account with ${connectionOf(connection)}.`,
    ],
    button: { label: 'Review your connected accounts', path: '/account/security' },
    closing: 'If it wasn’t you, remove it there, end all other sessions, then change your password.',
  })

export const accountDisconnectedMessage = (connection: ConnectionNotice): Message =>
  compose({
    subject: `${defuse(connection.provider)} was removed from your ${product.name} account`,
    paragraphs: [
      `Hello ${defuse(connection.name)},`,
      `${connectionOf(connection)} can no longer be used to sign in to your account. Your other ways to sign in still work.`,
    ],
    button: { label: 'Review your connected accounts', path: '/account/security' },
    closing: 'If it wasn’t you, end all other sessions, then change your password.',
  })
