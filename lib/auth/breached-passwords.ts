// Asks Have I Been Pwned whether a password is in a known breach, if PWNED_PASSWORDS is on. Only the first five hex
// digits of its SHA-1 leave the server (k-anonymity). When the service is slow or down, the password passes.
import { createHash } from 'node:crypto'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'

const service = 'https://api.pwnedpasswords.com/range/'
const timeoutMs = 1_500

/** False while it is off, and when the service does not answer in time. */
export async function isBreached(password: string, rangeUrl = service): Promise<boolean> {
  if (getEnv().PWNED_PASSWORDS === 'off') return false
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase()
  try {
    // Padding hides from the network how many hashes begin alike.
    const headers = { 'add-padding': 'true' }
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(`${rangeUrl}${hash.slice(0, 5)}`, { headers, signal, redirect: 'error' })
    if (!response.ok) throw new Error(`answered ${response.status}`)
    return contains(await response.text(), hash.slice(5))
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'the service for breached passwords could not be asked')
    return false
  }
}

// Each line is the rest of a hash and a count, which is 0 for padding.
const contains = (answer: string, rest: string): boolean =>
  answer.split(/\r?\n/).some((line) => line.startsWith(`${rest}:`) && Number(line.slice(rest.length + 1)) > 0)
