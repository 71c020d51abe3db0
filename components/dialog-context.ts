'use client'

import { createContext, useContext } from 'react'

/** What a form tells the dialog above the list in which it is (components/route-dialog.tsx). */
export type DialogControl = {
  onSent: (form: HTMLFormElement) => void
  onRefused: () => void
  onDone: () => void
}

/** Null outside of such a dialog. */
export const DialogContext = createContext<DialogControl | null>(null)

/** The return value of a dialog that is closed because its action succeeded. */
export const done = 'done'

export const useDialogControl = (): DialogControl | null => useContext(DialogContext)

/** Shows a change of a row in the list below before it is answered: other cells, or no row. */
export type RowChange = { id: string; cells: Record<string, { badge: string }> | 'gone' | 'as before' }

export const rowChangeEvent = 'list:row'
