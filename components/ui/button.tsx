import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'

// A link that looks like a button is <Link className={buttonVariants({ … })}>: it stays a link for keyboard and reader.
// Heights are 44 px on phones, where a finger is the pointer.
export const buttonVariants = cva(
  'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-70 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-primary-contrast shadow-raised hover:bg-primary-hover',
        secondary: 'border border-line bg-raised text-ink shadow-raised hover:border-line-strong hover:bg-surface',
        ghost: 'text-muted hover:bg-hover hover:text-ink',
        danger: 'bg-danger text-danger-contrast shadow-raised hover:bg-danger-hover',
      },
      size: {
        sm: 'h-11 px-3 text-[0.8125rem] sm:h-8',
        md: 'h-11 px-3.5 text-sm sm:h-9',
        lg: 'h-12 px-5 text-[0.9375rem] sm:h-11',
        icon: 'size-11 sm:size-9',
      },
      block: { true: 'w-full' },
    },
    defaultVariants: { variant: 'primary', size: 'md' },
  },
)

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonVariants>

export function Button({ variant, size, block, className, type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={buttonVariants({ variant, size, block, className })} {...props} />
}
