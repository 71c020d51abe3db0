'use client'

// A menu on the browser's popover: top layer, Escape, a press outside and the way back of the focus come with it. It
// opens with JavaScript off, which Radix (34 kB gzip) cannot; this file adds the keys of the ARIA menu pattern.
import { clsx } from 'clsx'
import { useId, type KeyboardEvent, type ReactNode, type ToggleEvent } from 'react'
import { placeBelow } from './place-below'

type DropdownMenuProps = {
  trigger: ReactNode
  /** The accessible name of the button and of the menu. It contains the text that the trigger shows. */
  label: string
  align?: 'start' | 'end'
  triggerClassName?: string
  className?: string
  /** Somebody is about to open it: the pointer is on the button, or the focus. May be called often. */
  onIntent?: () => void
  children: ReactNode
}

const itemsOf = (menu: Element) => [
  ...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])'),
]

function onToggle(event: ToggleEvent<HTMLDivElement>) {
  if (event.newState !== 'open') return
  const menu = event.currentTarget
  placeBelow(menu)
  const chosen = menu.querySelector<HTMLElement>('[aria-checked="true"], [aria-current]')
  ;(chosen ?? itemsOf(menu)[0])?.focus()
}

function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
  const menu = event.currentTarget
  const items = itemsOf(menu)
  const at = items.indexOf(document.activeElement as HTMLElement)
  const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
  const to = targets[event.key]
  if (event.key === 'Tab') menu.hidePopover()
  else if (to !== undefined) {
    event.preventDefault()
    items.at(to % items.length)?.focus()
  } else if (/^\S$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const ahead = [...items.slice(at + 1), ...items.slice(0, at + 1)]
    ahead.find((item) => item.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus()
  }
}

function onTriggerKey(event: KeyboardEvent<HTMLButtonElement>) {
  if (event.key !== 'ArrowDown') return
  event.preventDefault()
  event.currentTarget.click()
}

export function DropdownMenu({
  trigger,
  label,
  align = 'start',
  triggerClassName,
  className,
  onIntent,
  children,
}: DropdownMenuProps) {
  const id = useId()
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={label}
        onKeyDown={onTriggerKey}
        onFocus={onIntent}
        onPointerEnter={onIntent}
        onClick={onIntent}
        className={triggerClassName}
      >
        {trigger}
      </button>
      <div
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        data-align={align}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
        className={clsx(
          'menu open:animate-enter bg-raised text-ink shadow-overlay min-w-56 rounded-lg border p-1 text-sm',
          className,
        )}
      >
        {children}
      </div>
    </>
  )
}
