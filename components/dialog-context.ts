'use client'

import { createContext, useContext } from 'react'

/** Whether the content is in a dialog above the list from which it was opened (components/route-dialog.tsx). */
export const DialogContext = createContext(false)

/** The return value of a dialog that is closed because its action succeeded. */
export const done = 'done'

export const useIsInDialog = (): boolean => useContext(DialogContext)
