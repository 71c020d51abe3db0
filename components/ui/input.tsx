import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

// 16 px on phones, because below that iOS zooms into the field.
export const controlClass =
  'w-full rounded-md border border-line-strong bg-raised text-base text-ink shadow-raised transition-colors placeholder:text-muted hover:border-muted focus-visible:border-ring focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger aria-invalid:outline-danger sm:text-sm'

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={clsx(controlClass, 'h-11 px-3 sm:h-9', className)} {...props} />
}
