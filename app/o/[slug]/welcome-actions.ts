'use server'

import { refresh } from 'next/cache'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { welcomedCookie, welcomeSeconds } from './welcomed'

/** Closes the welcome card in this browser. A cookie of this organization is enough: the card ends by itself. */
export const dismissWelcomeAction = orgAction(z.strictObject({}), async ({ ctx }) => {
  ;(await cookies()).set(welcomedCookie, 'yes', {
    path: `/o/${ctx.organization}`,
    maxAge: welcomeSeconds,
    sameSite: 'lax',
    httpOnly: true,
    secure: sessionCookie().options.secure,
  })
  refresh()
})
