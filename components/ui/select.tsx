import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlClass } from './input'

// A native select: the platform's list is the best one on a phone, and works without JavaScript.
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select className={clsx(controlClass, 'h-11 appearance-none pr-9 pl-3 sm:h-9', className)} {...props}>
        {children}
      </select>
      <svg
        aria-hidden
        viewBox="0 0 16 16"
        className="text-muted pointer-events-none absolute top-1/2 right-3 size-3.5 -translate-y-1/2 fill-none stroke-current stroke-[1.75]"
      >
        <path d="m4 6 4 4 4-4" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </span>
  )
}
