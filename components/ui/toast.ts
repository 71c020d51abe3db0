// The call without the view: a form that may show a toast does not load the toaster.
import { createContext } from 'react'

export type Toast = { message: string; tone: 'success' | 'danger'; undo?: Record<string, string> | undefined }

/** For what stands in a toast: the fields of its offer to undo, and how it goes away. */
export const ToastContext = createContext<Pick<Toast, 'undo'> & { dismiss: () => void }>({ dismiss: () => {} })

export const toastEvent = 'ui:toast'

export function toast(message: string, tone: Toast['tone'] = 'success', undo?: Toast['undo']) {
  window.dispatchEvent(new CustomEvent<Toast>(toastEvent, { detail: { message, tone, undo } }))
}
