import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { Input } from './input'

type SearchInputProps = Omit<ComponentProps<'input'>, 'type'> & { label: string }

/** Put it into a <form role="search"> with method GET, so that the query is part of the URL. */
export function SearchInput({ label, className, name = 'query', ...props }: SearchInputProps) {
  return (
    <span className={clsx('relative block', className)}>
      <svg
        aria-hidden
        viewBox="0 0 16 16"
        className="text-muted pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 fill-none stroke-current stroke-[1.5]"
      >
        <circle cx="7" cy="7" r="4.25" />
        <path d="m10.25 10.25 3.25 3.25" strokeLinecap="round" />
      </svg>
      <Input type="search" name={name} aria-label={label} placeholder={label} className="pl-9" {...props} />
    </span>
  )
}
