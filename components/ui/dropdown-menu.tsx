'use client'

// A menu on the browser's popover, which has top layer, Escape, closing by a press outside and focus return. It opens
// without JavaScript, which Radix (34 kB gzip) cannot; this file adds the keys of the ARIA menu pattern.
import { clsx } from 'clsx'
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode, type ToggleEvent } from 'react'
import { placeBelow } from './place-below'

type DropdownMenuProps = {
  trigger: ReactNode
  /** The accessible name of the menu. That of the button is its content. */
  label: string
  align?: 'start' | 'end'
  triggerClassName?: string
  className?: string
  /** Called when the pointer or focus reaches the button, possibly often. */
  onIntent?: () => void
  isBusy?: boolean
  children: ReactNode
}

const itemsOf = (menu: Element) => [
  ...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"], [data-aside])'),
]

/** The item of a row, and the control beside it, between which the arrow keys to the right and left move. */
const besideOf = (focused: Element, key: string): HTMLElement | null | undefined =>
  focused
    .closest('.menu-row')
    ?.querySelector<HTMLElement>(key === 'ArrowRight' ? '[data-aside]' : '[role="menuitem"]:not([data-aside])')

function onOpen(menu: HTMLDivElement, anchor?: string) {
  placeBelow(menu, anchor)
  const chosen = menu.querySelector<HTMLElement>('[aria-checked="true"]:not([data-aside]), [aria-current]')
  ;(chosen ?? itemsOf(menu)[0])?.focus()
}

// Handles a key. Out: whether the menu uses it.
function press(menu: HTMLElement, key: string): boolean {
  const items = itemsOf(menu)
  const focused = document.activeElement as HTMLElement
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const beside = besideOf(focused, key)
    beside?.focus()
    return beside !== undefined
  }
  // From a control beside an item, as from the item.
  const at = items.indexOf(focused.matches('[data-aside]') ? besideOf(focused, 'ArrowLeft')! : focused)
  const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
  const to = targets[key]
  if (to !== undefined) {
    items.at(to % items.length)?.focus()
    return true
  }
  const chosen = menu.querySelector<HTMLElement>(`[data-digit="${CSS.escape(key)}"]`)
  if (chosen) chosen.click()
  if (chosen || !/^\S$/u.test(key)) return chosen !== null
  const ahead = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  ahead.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))?.focus()
  return true
}

// Keyboard handling by the ARIA menu pattern.
function useKeys(isBusy: boolean) {
  const menu = useRef<HTMLDivElement>(null)
  const held = useRef<string[]>([])
  useEffect(() => {
    if (isBusy) return
    for (const key of held.current.splice(0)) {
      if (!menu.current?.matches(':popover-open')) return
      if (key === 'Enter' || key === ' ') (document.activeElement as HTMLElement).click()
      else press(menu.current, key)
    }
  }, [isBusy])
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Tab') return event.currentTarget.hidePopover()
    if (event.key === 'Escape' || event.ctrlKey || event.metaKey || event.altKey) return
    if (isBusy) {
      held.current.push(event.key)
      event.preventDefault()
    } else if (press(event.currentTarget, event.key)) event.preventDefault()
  }
  return { ref: menu, onKeyDown }
}

function onTriggerKey(event: KeyboardEvent<HTMLButtonElement>) {
  if (event.key !== 'ArrowDown') return
  event.preventDefault()
  event.currentTarget.click()
}

export function DropdownMenu({ trigger, label, triggerClassName, onIntent, ...menu }: DropdownMenuProps) {
  const id = useId()
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        onKeyDown={onTriggerKey}
        onFocus={onIntent}
        onPointerEnter={onIntent}
        onClick={onIntent}
        className={triggerClassName}
      >
        {trigger}
      </button>
      <MenuPopover id={id} label={label} {...menu} />
    </>
  )
}

type MenuPopoverProps = {
  id: string
  label: string
  align?: 'start' | 'end'
  /** The selector of a trigger that is not a button with this popover as its target. */
  anchor?: string
  className?: string
  /** Items are still loading. Keys pressed meanwhile are applied when they arrive. */
  isBusy?: boolean
  onClose?: () => void
  children: ReactNode
}

/** The menu alone, for a trigger of another kind. */
export function MenuPopover({
  id,
  label,
  align = 'start',
  anchor,
  className,
  isBusy = false,
  onClose,
  children,
}: MenuPopoverProps) {
  const keys = useKeys(isBusy)
  const onToggle = ({ newState, currentTarget }: ToggleEvent<HTMLDivElement>) =>
    newState === 'open' ? onOpen(currentTarget, anchor) : onClose?.()
  return (
    <div
      id={id}
      popover="auto"
      role="menu"
      aria-label={label}
      data-align={align}
      data-anchored={anchor && ''}
      onToggle={onToggle}
      aria-busy={isBusy}
      {...keys}
      className={clsx('menu', className)}
    >
      {children}
    </div>
  )
}
