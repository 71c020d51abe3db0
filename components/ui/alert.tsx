import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps, ReactNode } from 'react'

const alertVariants = cva('rounded-lg border px-4 py-3 text-sm text-pretty', {
  variants: {
    tone: {
      info: 'border-info-text/25 bg-info-soft text-info-text',
      success: 'border-success-text/25 bg-success-soft text-success-text',
      warning: 'border-warning-text/25 bg-warning-soft text-warning-text',
      danger: 'border-danger-text/25 bg-danger-soft text-danger-text',
    },
  },
  defaultVariants: { tone: 'info' },
})

type AlertProps = Omit<ComponentProps<'div'>, 'title'> & VariantProps<typeof alertVariants> & { title?: ReactNode }

/** Give it role="alert" or role="status" where it appears after the page did. */
export function Alert({ tone, title, className, children, ...props }: AlertProps) {
  return (
    <div className={alertVariants({ tone, className })} {...props}>
      {title && <p className="font-semibold">{title}</p>}
      {children}
    </div>
  )
}
