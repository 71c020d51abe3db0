import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { Icon } from './icon'

// A native select: the platform's list is the best one on a phone, and works without JavaScript.
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className="control-box">
      <select className={clsx('control', className)} {...props}>
        {children}
      </select>
      <Icon name="down" />
    </span>
  )
}
