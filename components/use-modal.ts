'use client'

import { useEffect, useRef, type RefObject } from 'react'

/** Shows a dialog as long as its component is there, and then gives the focus back, also if it was removed without being closed. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  const before = useRef<Element>(null)
  useEffect(() => {
    before.current ??= document.activeElement
    dialog.current?.showModal()
    return () => {
      const isLost = document.activeElement === document.body
      if (isLost && before.current instanceof HTMLElement) before.current.focus()
    }
  }, [dialog])
}
