'use client'

// A disabled control that explains itself: pointing at it, focusing or pressing it shows the reason, pressing without JavaScript too. Not `disabled`,
// because the keyboard would skip it and a tap would show nothing.
import { clsx } from 'clsx'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { Button } from './button'
import { placeBelow } from './place-below'

type DisabledButtonProps = Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'className' | 'aria-label'> & {
  children: ReactNode
  /** The reason, and what would enable it. */
  why: ReactNode
}

const reasonOf = (id: string) => document.getElementById(id)

// TypeScript does not know the option yet. The source is what it is anchored to.
type Popover = { showPopover: (options: { source: HTMLElement }) => void }
const show = (id: string, source: HTMLElement) => (reasonOf(id) as Popover | null)?.showPopover({ source })

export function DisabledButton({ children, why, className, ...look }: DisabledButtonProps) {
  const id = useId()
  return (
    <>
      <Button
        {...look}
        aria-disabled
        popoverTarget={id}
        popoverTargetAction="show"
        aria-describedby={id}
        onPointerEnter={(event) => event.pointerType === 'mouse' && show(id, event.currentTarget)}
        onPointerLeave={(event) => event.pointerType === 'mouse' && reasonOf(id)?.hidePopover()}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && show(id, event.currentTarget)}
        onBlur={() => reasonOf(id)?.hidePopover()}
        className={clsx('cursor-help border-dashed opacity-60! shadow-none', className)}
      >
        {children}
      </Button>
      <div
        id={id}
        popover="auto"
        data-align="end"
        onToggle={(event) => event.newState === 'open' && placeBelow(event.currentTarget)}
        className="menu reason"
      >
        {why}
      </div>
    </>
  )
}
