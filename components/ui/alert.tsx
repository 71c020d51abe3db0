import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

const tones = {
  info: 'border-info-text/25 bg-info-soft text-info-text',
  success: 'border-success-text/25 bg-success-soft text-success-text',
  warning: 'border-warning-text/25 bg-warning-soft text-warning-text',
  danger: 'border-danger-text/25 bg-danger-soft text-danger-text',
}

type AlertProps = Omit<ComponentProps<'div'>, 'title'> & { tone?: keyof typeof tones; title?: ReactNode }

/** A message. Give it role="alert" or role="status" if it appears after the page has loaded. */
export function Alert({ tone = 'info', title, className, children, ...props }: AlertProps) {
  return (
    <div
      className={clsx('rounded-lg border px-4 py-3 text-sm text-pretty wrap-anywhere', tones[tone], className)}
      {...props}
    >
      {title && <p className="font-semibold">{title}</p>}
      {children}
    </div>
  )
}
