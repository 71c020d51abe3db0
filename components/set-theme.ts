'use client'

import { setThemeAction } from './theme-actions'
import { toast } from './ui/toast'
import { unansweredMessage } from './unanswered'

/** Sets the theme. Without an answer it says so: the error would replace the page and everything typed in it. */
export async function setTheme(data: FormData): Promise<void> {
  try {
    await setThemeAction(data)
  } catch {
    toast(unansweredMessage(), 'danger')
  }
}
