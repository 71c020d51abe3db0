'use client'

// A search by GET: what was searched is part of the address. With a script it also searches after a pause in typing;
// without one, Enter does.
import Form from 'next/form'
import { useEffect, useRef } from 'react'
import { SearchInput } from './ui/search-input'

type SearchFormProps = {
  action: string
  label: string
  query: string
  /** What else the address says and keeps; empty values are left out. */
  kept?: Record<string, string>
}

const pauseMs = 250

export function SearchForm({ action, label, query, kept = {} }: SearchFormProps) {
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  // Back, or a link that clears the search: the field follows, but never while somebody types.
  useEffect(() => {
    if (field.current && field.current !== document.activeElement) field.current.value = query
  }, [query])
  return (
    <Form action={action} role="search" replace scroll={false} prefetch={false} className="w-full sm:w-72">
      {Object.entries(kept).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <SearchInput
        ref={field}
        label={label}
        defaultValue={query}
        autoComplete="off"
        onInput={(event) => {
          const { form } = event.currentTarget
          clearTimeout(timer.current)
          timer.current = setTimeout(() => form?.requestSubmit(), pauseMs)
        }}
      />
    </Form>
  )
}
