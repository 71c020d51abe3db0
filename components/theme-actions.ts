'use server'

// Needs no session: it changes only the visitor's own cookie.
import { cookies } from 'next/headers'
import { z } from 'zod'
import { publicAction } from '@/lib/actions'
import { themeCookie, themes } from './theme'

const choose = publicAction(z.object({ theme: z.enum(themes) }), async ({ input: { theme } }) => {
  const jar = await cookies()
  if (theme === 'system') jar.delete(themeCookie)
  else jar.set(themeCookie, theme, { path: '/', sameSite: 'lax', httpOnly: true, maxAge: 31_536_000 })
})

export async function setThemeAction(formData: FormData) {
  await choose({ status: 'idle' }, formData)
}
