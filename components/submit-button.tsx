'use client'

import { Button } from './ui/button'
import { clsx } from 'clsx'
import { Spinner } from './ui/spinner'
import type { ComponentProps, ReactNode } from 'react'
import { useFormStatus } from 'react-dom'

type SubmitButtonProps = ComponentProps<typeof Button> & { children: ReactNode }

/** The submit button of a form: shows a spinner and ignores presses while the form is sent. */
export function SubmitButton({ children, onClick, className, ...props }: SubmitButtonProps) {
  const { pending } = useFormStatus()
  return (
    // aria-disabled, because a disabled button loses the focus.
    <Button
      type="submit"
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
      className={clsx(!props.block && 'sm:justify-self-start', className)}
      {...props}
    >
      <span className={clsx('inline-flex items-center gap-2', pending && 'opacity-0')}>{children}</span>
      {pending && <Spinner className="absolute" />}
    </Button>
  )
}
