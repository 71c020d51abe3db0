// The call without the view: a form that may show a toast does not load the toaster.
export type Toast = { message: string; tone: 'success' | 'danger' }

export const toastEvent = 'ui:toast'

export function toast(message: string, tone: Toast['tone'] = 'success') {
  window.dispatchEvent(new CustomEvent<Toast>(toastEvent, { detail: { message, tone } }))
}
