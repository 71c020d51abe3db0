'use client'

// A filter by GET with a select, so that the choice is part of the URL. With JavaScript choosing submits it; without,
// there is a button.
import Form from 'next/form'
import { Button } from './ui/button'
import { Select } from './ui/select'

type SelectFilterProps = {
  action: string
  name: string
  label: string
  value: string
  options: (readonly [value: string, label: string])[]
  /** Other search parameters to keep; empty ones are dropped. */
  kept?: Record<string, string>
}

export function SelectFilter({ action, name, label, value, options, kept = {} }: SelectFilterProps) {
  return (
    <Form action={action} replace scroll={false} prefetch={false} className="flex w-full gap-2 sm:w-auto">
      {Object.entries(kept).map(([key, text]) => text && <input key={key} type="hidden" name={key} value={text} />)}
      <div className="grow sm:w-56">
        <Select
          key={value}
          name={name}
          aria-label={label}
          defaultValue={value}
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
        >
          {options.map(([key, text]) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </Select>
      </div>
      <span className="hidden noscript:block">
        <Button type="submit" variant="secondary">
          Filter
        </Button>
      </span>
    </Form>
  )
}
