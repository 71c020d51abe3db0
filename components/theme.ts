// The theme is a cookie that the server reads, so that a page arrives in its colours and needs no inline script.
import { cookies } from 'next/headers'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const themeCookie = 'theme'

export const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme)

/** The chosen theme, or undefined where the system decides. */
export async function readTheme(): Promise<'light' | 'dark' | undefined> {
  const value = (await cookies()).get(themeCookie)?.value
  return value === 'light' || value === 'dark' ? value : undefined
}
