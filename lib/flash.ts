// A message for the page that a redirect leads to: the toaster shows it and takes the cookie away. It is readable by
// scripts and carries nothing but a sentence of ours, and perhaps a signed offer to undo.
import { cookies } from 'next/headers'
import { z } from 'zod'
import { sessionCookie } from '@/lib/auth/session-cookie'
import type { UndoFields } from '@/lib/members/undo'

const flashCookie = 'flash'
const lifetimeSeconds = 20

export type Flash = { message: string; undo?: UndoFields }

/** In an action, before its redirect. `undo`: what the message offers to take back. */
export async function flash(message: string, undo?: UndoFields): Promise<void> {
  const content: Flash = { message, ...(undo && { undo }) }
  ;(await cookies()).set(flashCookie, JSON.stringify(content), {
    maxAge: lifetimeSeconds,
    path: '/',
    sameSite: 'lax',
    secure: sessionCookie().options.secure,
  })
}

/** The same as a header, for a route that answers a form by itself. */
export const flashHeader = (message: string): string =>
  [
    `${flashCookie}=${encodeURIComponent(JSON.stringify({ message } satisfies Flash))}`,
    `Max-Age=${lifetimeSeconds}; Path=/; SameSite=Lax${sessionCookie().options.secure ? '; Secure' : ''}`,
  ].join('; ')

const flashSchema = z.object({
  message: z.string(),
  undo: z.object({ organization: z.string(), undo: z.string() }).optional(),
})

/** For the noscript notice of a page: where no script runs, nobody else shows the message. */
export async function readFlash(): Promise<z.infer<typeof flashSchema> | null> {
  try {
    return flashSchema.parse(JSON.parse((await cookies()).get(flashCookie)?.value ?? ''))
  } catch {
    return null
  }
}
