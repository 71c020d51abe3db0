// The call without the view: a form that may show a toast does not load the toaster.
export type Toast = { message: string; tone: 'success' | 'danger'; undo?: Record<string, string> | undefined }

type Answer = { status: 'idle' | 'success' | 'error'; message?: string }
/** What the form of a toast's "Undo" is sent to, with the fields of `undo`. */
export type UndoAction = (state: Answer, formData: FormData) => Promise<Answer>

export const toastEvent = 'ui:toast'

export function toast(message: string, tone: Toast['tone'] = 'success', undo?: Toast['undo']) {
  window.dispatchEvent(new CustomEvent<Toast>(toastEvent, { detail: { message, tone, undo } }))
}
