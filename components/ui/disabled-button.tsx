'use client'

// A control that is out of use and says why: pressed, it opens the reason instead of doing anything, with JavaScript off as
// well. Not `disabled`, since the keyboard would pass it by, and a finger find nothing.
import { clsx } from 'clsx'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { Button } from './button'
import { placeBelow } from './place-below'

type ClosedButtonProps = Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'className' | 'aria-label'> & {
  children: ReactNode
  /** Why, and what would open it. */
  why: ReactNode
}

export function DisabledButton({ children, why, className, ...look }: ClosedButtonProps) {
  const id = useId()
  return (
    <>
      <Button
        {...look}
        aria-disabled
        popoverTarget={id}
        aria-describedby={id}
        className={clsx('cursor-help border-dashed opacity-60! shadow-none', className)}
      >
        {children}
      </Button>
      <div
        id={id}
        popover="auto"
        data-align="end"
        onToggle={(event) => event.newState === 'open' && placeBelow(event.currentTarget)}
        className="menu open:animate-enter bg-raised text-ink shadow-overlay w-72 max-w-[calc(100vw-2rem)] rounded-lg border px-3.5 py-3 text-left text-[0.8125rem] font-normal text-pretty wrap-anywhere whitespace-normal"
      >
        {why}
      </div>
    </>
  )
}
