'use client'

// A search by GET, so that the query is part of the URL. With JavaScript it also searches after a pause in typing;
// without, on Enter.
import Form from 'next/form'
import { useEffect, useRef } from 'react'
import { SearchInput } from './ui/search-input'

type SearchFormProps = {
  action: string
  label: string
  query: string
  /** Other search parameters to keep; empty ones are dropped. */
  kept?: Record<string, string>
}

const pauseMs = 250

export function SearchForm({ action, label, query, kept = {} }: SearchFormProps) {
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    // A search after a click on a link would undo it.
    const giveWay = ({ target }: Event) =>
      target instanceof Element && target.closest('a') && clearTimeout(timer.current)
    document.addEventListener('click', giveWay, true)
    return () => {
      document.removeEventListener('click', giveWay, true)
      clearTimeout(timer.current)
    }
  }, [])
  // Navigation (back, or a link that clears the search) updates the field, but not while a person is typing.
  useEffect(() => {
    if (field.current && field.current !== document.activeElement) field.current.value = query
  }, [query])
  return (
    <Form
      action={action}
      role="search"
      replace
      scroll={false}
      prefetch={false}
      // A second search after Enter would undo a click on a result.
      onSubmit={() => clearTimeout(timer.current)}
      className="w-full sm:w-72"
    >
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
