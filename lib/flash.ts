// A message for the page after an action: the toaster shows it and deletes the cookie. Scripts can read the cookie; it
// contains only a sentence of ours, perhaps a signed undo token, and the page that acted, so that no other tab shows it.
import { randomBytes } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import { z } from 'zod'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { isScripted } from '@/lib/requests/scripted'
import { pagePathHeader, signedInPages } from '@/lib/requests/trust'
import type { UndoFields } from '@/lib/requests/undo'

const flashCookie = 'flash'
const lifetimeSeconds = 60

// A page may get the answers of several actions at once. Without JavaScript nothing deletes the cookie, so the next one replaces it.
const newCookie = async () => ((await isScripted()) ? `${flashCookie}_${randomBytes(4).toString('hex')}` : flashCookie)

export type Flash = { message: string; undo?: UndoFields; from?: string }

// A browser drops a cookie above 4 kB, and the message with it. Some of that is for its attributes.
const maxLength = 3900

const fits = (content: Flash): boolean => encodeURIComponent(JSON.stringify(content)).length <= maxLength

/** Call it in an action before the redirect. `undo`: the fields of the undo form, which a long message has no room for. */
export async function flash(message: string, undo?: UndoFields): Promise<void> {
  const path = (await headers()).get(pagePathHeader)?.replace(/\?.*/s, '') ?? '/'
  // The path of any other page may contain the secret of a mailed link.
  const from = signedInPages.test(path) ? path : '/'
  const whole: Flash = { message, from, ...(undo && { undo }) }
  const content = fits(whole) ? whole : { message, from }
  ;(await cookies()).set(await newCookie(), JSON.stringify(content), {
    maxAge: lifetimeSeconds,
    path: '/',
    sameSite: 'lax',
    secure: sessionCookie().options.secure,
  })
}

/** The same as a Set-Cookie header, for a route that handles a form itself. */
export const flashHeader = (message: string): string =>
  [
    `${flashCookie}=${encodeURIComponent(JSON.stringify({ message } satisfies Flash))}`,
    `Max-Age=${lifetimeSeconds}; Path=/; SameSite=Lax${sessionCookie().options.secure ? '; Secure' : ''}`,
  ].join('; ')

const flashSchema = z.object({
  message: z.string(),
  undo: z.object({ organization: z.string(), undo: z.string() }).optional(),
})

/** The message for the noscript notice; with JavaScript the toaster shows it. */
export async function readFlash(): Promise<z.infer<typeof flashSchema> | null> {
  try {
    return flashSchema.parse(JSON.parse((await cookies()).get(flashCookie)?.value ?? ''))
  } catch {
    return null
  }
}
