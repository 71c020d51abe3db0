// The cookie of the browser that asked for a code. It is sealed, so that a code opens nothing in any other browser.
import { cookies } from 'next/headers'
import { seal, unseal } from '@/lib/auth/sealed-cookie'
import { hostCookie } from '@/lib/requests/cookies'
import type { CodeRequest } from './codes'

/** `returnTo`: the page that was asked for first. */
type Kept = CodeRequest & { returnTo: string }

// The link of a sign-up works for a day.
const codeCookie = () => hostCookie('code', 24 * 60 * 60)

export async function keepCodeRequest(kept: Kept): Promise<void> {
  const { name, options } = codeCookie()
  ;(await cookies()).set(name, await seal(name, kept, options.maxAge), options)
}

/** The code that this browser asked for, or null. */
export async function findCodeRequest(): Promise<Kept | null> {
  const { name } = codeCookie()
  const kept = await unseal(name, (await cookies()).get(name)?.value)
  if (!kept) return null
  const { id, email, returnTo, link } = kept
  return {
    ...{ id: String(id), email: String(email), returnTo: String(returnTo) },
    ...(typeof link === 'string' && { link }),
  }
}

export async function forgetCodeRequest(): Promise<void> {
  const { name, options } = codeCookie()
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}
