// The mails of the ways in: codes, connected accounts, and who may sign up.
import { product } from '@/lib/config'
import { compose, defuse, type Message } from './templates'

/** To an address that may not have an account (SIGN_UP). */
export const signUpClosedMessage = (): Message =>
  compose({
    subject: `You need an invitation to ${product.name}`,
    paragraphs: [
      'Hello,',
      `Somebody, probably you, tried to sign up for ${product.name} with this address. New accounts need an invitation, and there is none for this address.`,
    ],
    closing: 'Ask your organization to invite this address. If you did not sign up, ignore this mail.',
  })

/** Without any text of the person who asked: the address may be a stranger's to them. */
export const signInCodeMessage = (code: string, minutes: number): Message =>
  compose({
    subject: `${code} is your ${product.name} code`,
    paragraphs: [
      'Hello,',
      `Type this code in the browser in which you asked for it: ${code}`,
      `It works once, for ${minutes} minutes. Never tell it to anyone: we do not ask for it.`,
    ],
    button: { label: 'Enter the code', path: `/sign-in/code?code=${code}` },
    closing:
      'The link works only in the browser in which you asked for the code. If you did not ask for it, ignore this mail: nothing will happen.',
  })

/** `mayJoin`: whether the address may have a new account. */
export const noAccountMessage = (mayJoin: boolean): Message =>
  compose({
    subject: `There is no ${product.name} account with this address`,
    paragraphs: [
      'Hello,',
      `Somebody, probably you, wants to sign in to ${product.name} with this address. It has no account.`,
    ],
    ...(mayJoin && { button: { label: 'Create an account', path: '/sign-up' } }),
    closing:
      'If you have an account, it has another address. If you did not ask for this, ignore this mail: nothing will happen.',
  })

type ConnectionNotice = { name: string; provider: string; email: string | null }

const connectionOf = ({ provider, email }: ConnectionNotice): string =>
  email ? `${defuse(provider)} (${defuse(email)})` : defuse(provider)

export const accountConnectedMessage = (connection: ConnectionNotice): Message =>
  compose({
    subject: `${defuse(connection.provider)} was connected to your ${product.name} account`,
    paragraphs: [
      `Hello ${defuse(connection.name)},`,
      `From now on you can sign in to your account with ${connectionOf(connection)}.`,
    ],
    button: { label: 'Look at your connected accounts', path: '/account/security' },
    closing: 'If it was not you, remove it there, end all other sessions, then change your password.',
  })

export const accountDisconnectedMessage = (connection: ConnectionNotice): Message =>
  compose({
    subject: `${defuse(connection.provider)} was removed from your ${product.name} account`,
    paragraphs: [
      `Hello ${defuse(connection.name)},`,
      `${connectionOf(connection)} no longer opens your account. Every other way to sign in stays.`,
    ],
    button: { label: 'Look at your connected accounts', path: '/account/security' },
    closing: 'If it was not you, end all other sessions, then change your password.',
  })
