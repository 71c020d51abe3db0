// Normalizes e-mail addresses for sign-up, sign-in, reset and invitations, so that two spellings never create two
// accounts and one address never belongs to two people.
import { z } from 'zod'

const maxLength = 254 // RFC 5321, 4.5.3.1.3, less the angle brackets
const maxLocalLength = 64
const localPart = /^[a-z0-9!#$%&'*+/=?^_{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*$/
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * In: the typed address. Out: the canonical address, or null. An address that NFKC would change is refused instead of
 * folded: a full-width @ or a Kelvin sign must not turn into another person's address.
 */
export function normalizeEmailAddress(input: string): string | null {
  if (input.length > maxLength * 2) return null
  const trimmed = input.trim()
  const address = trimmed.normalize('NFKC').toLowerCase()
  if (address !== trimmed.toLowerCase() || !/^[\x00-\x7f]+$/.test(trimmed) || address.length > maxLength) return null
  const at = address.lastIndexOf('@')
  const labels = address.slice(at + 1).split('.')
  if (at < 1 || at > maxLocalLength || !localPart.test(address.slice(0, at))) return null
  return labels.length >= 2 && labels.every((label) => domainLabel.test(label)) && /[a-z]/.test(labels.at(-1)!)
    ? address
    : null
}

/** In: a normalized address. Out: the address of its mailbox: many providers deliver name+anything@ to name@. */
export const mailboxOf = (address: string): string => address.replace(/^([^+@]+)\+[^@]*/, '$1')

export const emailAddressSchema = z
  .string()
  .transform((value, check) => {
    const address = normalizeEmailAddress(value)
    if (address) return address
    check.addIssue({ code: 'custom', message: 'Enter an email address like name@example.com.' })
    return z.NEVER
  })
  .meta({ format: 'email', maxLength, example: 'jane@example.com' })
