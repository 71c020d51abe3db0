// A message for the page that a redirect leads to: the toaster shows it and takes the cookie away. It is readable by
// scripts and carries nothing but a sentence of ours.
import { cookies } from 'next/headers'
import { sessionCookie } from '@/lib/auth/session-cookie'

const flashCookie = 'flash'
const lifetimeSeconds = 20

/** In an action, before its redirect. */
export async function flash(message: string): Promise<void> {
  ;(await cookies()).set(flashCookie, message, {
    maxAge: lifetimeSeconds,
    path: '/',
    sameSite: 'lax',
    secure: sessionCookie().options.secure,
  })
}

/** For the noscript notice of a page: where no script runs, nobody else shows the message. */
export const readFlash = async (): Promise<string | undefined> => (await cookies()).get(flashCookie)?.value
