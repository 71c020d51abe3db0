import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

const base =
  'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-70 [&_svg]:size-4 [&_svg]:shrink-0'

const variants = {
  primary: 'bg-primary text-primary-contrast shadow-raised hover:bg-primary-hover',
  secondary: 'border border-line bg-raised text-ink shadow-raised hover:border-line-strong hover:bg-surface',
  ghost: 'text-muted hover:bg-hover hover:text-ink',
  danger: 'bg-danger text-danger-contrast shadow-raised hover:bg-danger-hover',
}

// Heights are 44 px on phones, for fingers.
const sizes = {
  sm: 'h-11 px-3 text-[0.8125rem] sm:h-8',
  md: 'h-11 px-3.5 text-sm sm:h-9',
  lg: 'h-12 px-5 text-[0.9375rem] sm:h-11',
  icon: 'size-11 sm:size-9',
}

type Look = { variant?: keyof typeof variants; size?: keyof typeof sizes; block?: boolean; className?: string }

/**
 * For a link that looks like a button: <Link className={buttonVariants()}> stays a link for keyboards and screen
 * readers.
 */
export const buttonVariants = ({ variant = 'primary', size = 'md', block, className }: Look = {}) =>
  clsx(base, variants[variant], sizes[size], block && 'w-full', className)

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
