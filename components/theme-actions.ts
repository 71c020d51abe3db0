'use server'

// Needs no session: it changes only the visitor's own cookie.
import { cookies } from 'next/headers'
import { isTheme, themeCookie } from './theme'

export async function setThemeAction(formData: FormData) {
  // A call without a form can send anything.
  const theme = formData instanceof FormData ? formData.get('theme') : null
  if (!isTheme(theme)) return
  const jar = await cookies()
  if (theme === 'system') jar.delete(themeCookie)
  else jar.set(themeCookie, theme, { path: '/', sameSite: 'lax', httpOnly: true, maxAge: 31_536_000 })
}
