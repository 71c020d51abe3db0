import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

/** A section with a border. Its parts are the components below. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={clsx('bg-surface shadow-raised rounded-xl border', className)} {...props} />
}

export function CardHeader({ className, ...props }: ComponentProps<'header'>) {
  return <header className={clsx('flex flex-col gap-1 px-5 pt-5 pb-4 sm:px-6', className)} {...props} />
}

export function CardTitle({ className, ...props }: ComponentProps<'h2'>) {
  return <h2 className={clsx('text-[0.9375rem] font-semibold tracking-tight', className)} {...props} />
}

export function CardDescription({ className, ...props }: ComponentProps<'p'>) {
  return <p className={clsx('text-muted text-sm text-pretty', className)} {...props} />
}

export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={clsx('px-5 pb-6 first:pt-6 sm:px-6', className)} {...props} />
}
