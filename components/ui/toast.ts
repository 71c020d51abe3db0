// The toasts that are shown, apart from the toaster: forms do not load it, and a navigation to another layout, which has a toaster
// of its own, keeps them. Without a toaster there are none: the next person may be another one.
import { createContext } from 'react'

export type Toast = { message: string; tone: 'success' | 'danger'; undo?: Record<string, string> | undefined }
export type ShownToast = Toast & { id: number }

/** For the content of a toast: the fields of its undo form, and a function that closes it. */
export const ToastContext = createContext<Pick<Toast, 'undo'> & { dismiss: () => void }>({ dismiss: () => {} })

const mostShown = 3

let shown: readonly ShownToast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function show(toasts: readonly ShownToast[]): void {
  shown = toasts
  for (const listener of listeners) listener()
}

/** Shows a toast, if the page has a toaster. */
export function toast(message: string, tone: Toast['tone'] = 'success', undo?: Toast['undo']): void {
  if (listeners.size === 0) return
  show([...shown, { message, tone, undo, id: ++lastId }].slice(-mostShown))
}

export const dismissToast = (id: number): void => show(shown.filter((entry) => entry.id !== id))

export const readToasts = (): readonly ShownToast[] => shown

/** Calls `listener` after every change. Out: a function that stops it. */
export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    // The next layout's toaster subscribes right after this one.
    queueMicrotask(() => listeners.size === 0 && show([]))
  }
}
