import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

// A table whose rows become blocks on a phone: cells are below each other, with their `label`. The ARIA roles are
// explicit, because display: block hides the table from screen readers.
export function Table({ label, className, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <div className={clsx('bg-surface shadow-raised overflow-hidden rounded-xl border', className)}>
      <table role="table" aria-label={label} className="w-full border-collapse text-left max-sm:block" {...props} />
    </div>
  )
}

export function TableHead({ className, ...props }: ComponentProps<'thead'>) {
  return <thead role="rowgroup" className={clsx('bg-sunken/60 border-b max-sm:sr-only', className)} {...props} />
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody role="rowgroup" className={clsx('divide-y max-sm:block', className)} {...props} />
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      role="row"
      className={clsx('[tbody_&]:hover:bg-hover relative transition-colors max-sm:block max-sm:py-2', className)}
      {...props}
    />
  )
}

export function TableHeading({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      role="columnheader"
      scope="col"
      className={clsx('text-muted h-9 px-4 text-xs font-medium', className)}
      {...props}
    />
  )
}

export function TableCell({ label, className, ...props }: ComponentProps<'td'> & { label?: string }) {
  return (
    <td
      role="cell"
      data-label={label}
      className={clsx(
        'px-4 py-3 align-middle max-sm:flex max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:py-1.5',
        label && 'max-sm:before:text-muted max-sm:before:text-[0.8125rem] max-sm:before:content-[attr(data-label)]',
        className,
      )}
      {...props}
    />
  )
}
