'use client'

// cmdk stays on the row that it chose first, also when the server's answer puts others above it. Enter must run the row on top, unless the
// person has chosen another.
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'

const movingKeys = ['ArrowDown', 'ArrowUp', 'Home', 'End']
// With Ctrl, as in a terminal.
const movingLetters = ['n', 'j', 'p', 'k']

/** In: the typed text. Out: a ref for <Command>, which keeps the first row chosen until a key or the pointer moves to another. */
export function useFirstRow(text: string): RefObject<HTMLDivElement | null> {
  const command = useRef<HTMLDivElement>(null)
  const hasMoved = useRef(false)
  useEffect(() => {
    const root = command.current!
    const onKey = ({ key, ctrlKey, isTrusted }: KeyboardEvent) => {
      if (isTrusted && (movingKeys.includes(key) || (ctrlKey && movingLetters.includes(key)))) hasMoved.current = true
    }
    const onPointer = ({ target }: PointerEvent) => {
      if (target instanceof Element && target.closest('[cmdk-item]')) hasMoved.current = true
    }
    root.addEventListener('keydown', onKey)
    root.addEventListener('pointermove', onPointer)
    return () => {
      root.removeEventListener('keydown', onKey)
      root.removeEventListener('pointermove', onPointer)
    }
  }, [])
  useLayoutEffect(() => {
    hasMoved.current = false
  }, [text])
  // After each render, because any may bring rows. With the key Home cmdk also tells screen readers and scrolls, which a controlled value
  // does not do.
  useLayoutEffect(() => {
    if (hasMoved.current) return
    const home = new KeyboardEvent('keydown', { key: 'Home', bubbles: true })
    command.current?.querySelector('[cmdk-input]')?.dispatchEvent(home)
  })
  return command
}
