import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

/** A native checkbox with its label as children: the whole row is clickable. */
export function Checkbox({ className, children, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <label className={clsx('text-ink flex min-h-11 items-center gap-2.5 text-sm sm:min-h-8', className)}>
      <input type="checkbox" {...props} />
      {children}
    </label>
  )
}
