// Shows a toast by an event, so that forms do not load the toaster.
import { createContext } from 'react'

export type Toast = { message: string; tone: 'success' | 'danger'; undo?: Record<string, string> | undefined }

/** For the content of a toast: the fields of its undo form, and a function that closes it. */
export const ToastContext = createContext<Pick<Toast, 'undo'> & { dismiss: () => void }>({ dismiss: () => {} })

export const toastEvent = 'ui:toast'

export function toast(message: string, tone: Toast['tone'] = 'success', undo?: Toast['undo']) {
  window.dispatchEvent(new CustomEvent<Toast>(toastEvent, { detail: { message, tone, undo } }))
}
