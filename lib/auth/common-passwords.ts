// Refuses passwords that are guessed first: the 18,000 commonest leaked ones of eight characters or more, one character
// over and over, a common word with a year, the names of the product, the person and their organization, and, with
// PWNED_PASSWORDS=on, those of known breaches.
import { product } from '@/lib/config'
import { fieldError } from '@/lib/errors'
import { isBreached } from './breached-passwords'

/** What the person is known by: an address, and names. */
export type Known = { email?: string | undefined; names?: readonly (string | null | undefined)[] }

const guessed = 'This password is too easy to guess. Choose another.'
const wordWithYear = /^(\p{L}+)(?:19|20)\d\d[!.?]?$/u
// Shorter words of a name occur in good passwords by chance.
const minWord = 4

/** Throws validation_failed, for the field `path`. */
export async function assertUncommon(password: string, known: Known = {}, path = 'password'): Promise<void> {
  const plain = password.normalize('NFKC').toLowerCase()
  if (isNamed(plain, known)) throw fieldError(path, 'Choose something other than a name or your email.')
  const common = await commonPasswords()
  const word = wordWithYear.exec(plain)?.[1]
  if (/^(.)\1+$/su.test(plain) || common.has(plain) || (word && common.has(word))) throw fieldError(path, guessed)
  if (await isBreached(password))
    throw fieldError(path, 'This password is in a list of stolen passwords. Choose another.')
}

// A name counts with digits and signs around it, too: tenant-1 for Tenant.
function isNamed(plain: string, { email = '', names = [] }: Known): boolean {
  const [local = '', domain = ''] = email.split('@')
  const whole = [product.name, ...names, local, email, domain, domain.split('.')[0]]
  const words = names.flatMap((name) => (name ?? '').split(/\P{L}+/u)).filter((word) => word.length >= minWord)
  const bare = lettersOf(plain)
  return plain === local || (bare !== '' && [...whole, ...words].some((name) => lettersOf(name ?? '') === bare))
}

const lettersOf = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\P{L}/gu, '')

let loaded: Promise<Set<string>> | undefined

const commonPasswords = (): Promise<Set<string>> => (loaded ??= load())

async function load(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}
