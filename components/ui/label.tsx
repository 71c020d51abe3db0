import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

export function Label({ className, ...props }: ComponentProps<'label'>) {
  return <label className={clsx('text-ink text-[0.8125rem] font-medium', className)} {...props} />
}
