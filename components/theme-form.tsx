'use client'

import type { ReactNode } from 'react'
import { setTheme } from './set-theme'
import { setThemeAction } from './theme-actions'
import { useIsScripted } from './use-is-scripted'

/** The form of the theme's buttons. Without a script it is the browser's own. */
export function ThemeForm({ children }: { children: ReactNode }) {
  return (
    <form action={useIsScripted() ? setTheme : setThemeAction} aria-label="Theme" className="segments">
      {children}
    </form>
  )
}
