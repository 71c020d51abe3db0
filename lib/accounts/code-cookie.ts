// The cookie of the browser that asked for a code. It is sealed, so that a code opens nothing in any other browser.
import { cookies } from 'next/headers'
import { seal, unseal } from '@/lib/auth/sealed-cookie'
import { sessionCookie } from '@/lib/auth/session-cookie'
import type { Began } from './codes'

/** `returnTo`: the page that was asked for first. */
type Kept = Began & { returnTo: string }

// The link of a sign-up works for a day.
const codeCookie = () => {
  const { secure } = sessionCookie().options
  const maxAge = 24 * 60 * 60
  return {
    name: secure ? '__Host-code' : 'code',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge },
  } as const
}

export async function keepBegan(kept: Kept): Promise<void> {
  const { name, options } = codeCookie()
  ;(await cookies()).set(name, await seal(name, kept, options.maxAge), options)
}

/** The code that this browser asked for, or null. */
export async function findBegan(): Promise<Kept | null> {
  const { name } = codeCookie()
  const kept = await unseal(name, (await cookies()).get(name)?.value)
  if (!kept) return null
  const { id, email, returnTo, link } = kept
  return {
    ...{ id: String(id), email: String(email), returnTo: String(returnTo) },
    ...(typeof link === 'string' && { link }),
  }
}

export async function forgetBegan(): Promise<void> {
  const { name, options } = codeCookie()
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}
