import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

type Look = {
  /** `quiet-danger` leads to the question, `danger` answers it. */
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger' | 'quiet-danger'
  size?: 'sm' | 'md' | 'lg' | 'icon'
  block?: boolean
  className?: string
}

/**
 * For a link that looks like a button: <Link className={buttonVariants()}> stays a link for keyboards and screen
 * readers.
 */
export const buttonVariants = ({ variant = 'primary', size = 'md', block, className }: Look = {}) =>
  clsx('button', `button-${variant}`, size !== 'md' && `button-${size}`, block && 'w-full', className)

export function Button({
  variant,
  size,
  block,
  className,
  type = 'button',
  ...props
}: ComponentProps<'button'> & Look) {
  return <button type={type} className={buttonVariants({ variant, size, block, className })} {...props} />
}
