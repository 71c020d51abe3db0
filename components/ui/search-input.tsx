import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { Icon } from './icon'
import { Input } from './input'

type SearchInputProps = Omit<ComponentProps<'input'>, 'type'> & { label: string }

/** Put it into a <form role="search"> with method GET, so that the query is part of the URL. */
export function SearchInput({ label, className, name = 'query', ...props }: SearchInputProps) {
  return (
    <span className={clsx('control-box', className)}>
      <Icon name="search" />
      <Input type="search" name={name} aria-label={label} placeholder={label} maxLength={100} {...props} />
    </span>
  )
}
