'use client'

// The boxes of a list whose rows can be selected. They belong to a form elsewhere on the page, and each is a field with the
// row's id as its name.
import { useEffect, useRef, type ReactNode } from 'react'
import { allField } from './selection-field'

/**
 * `reason`: the key of the reason why the row cannot be selected (components/data-table.tsx). A function and not a component, for
 * the reason of table-cell.tsx.
 */
export const selectBox = (form: string, id: string, name: string, reason: string | undefined): ReactNode => (
  <label>
    <input
      type="checkbox"
      form={form}
      name={id}
      aria-label={`Select ${name}`}
      disabled={reason !== undefined}
      aria-describedby={reason && `reason-${reason}`}
    />
  </label>
)

/** Ticks all boxes of the form and follows them. */
export function SelectAll({ form, ids }: { form: string; ids: string[] }) {
  const box = useRef<HTMLInputElement>(null)
  // Runs after every render, because another page of the list has other boxes.
  useEffect(() => {
    const follow = () => {
      if (!box.current) return
      const ticked = boxesOf(form).map(({ checked }) => checked)
      box.current.checked = ticked.length > 0 && !ticked.includes(false)
      box.current.indeterminate = ticked.includes(true) && ticked.includes(false)
    }
    const followReset = ({ target }: Event) =>
      setTimeout(() => {
        follow()
        // The button that cleared the boxes is hidden with its bar.
        const isOurs = target instanceof HTMLFormElement && target.id === form
        if (isOurs && document.activeElement?.checkVisibility() === false) box.current?.focus()
      })
    follow()
    document.addEventListener('change', follow)
    document.addEventListener('reset', followReset)
    return () => {
      document.removeEventListener('change', follow)
      document.removeEventListener('reset', followReset)
    }
  })
  return (
    <label>
      <input
        ref={box}
        type="checkbox"
        form={form}
        name={allField}
        value={ids.join(' ')}
        aria-label="Select all on this page"
        onChange={({ currentTarget }) => {
          for (const each of boxesOf(form)) each.checked = currentTarget.checked
        }}
      />
    </label>
  )
}

/** The boxes of rows that can be selected. */
export function boxesOf(form: string): HTMLInputElement[] {
  const elements = (document.getElementById(form) as HTMLFormElement | null)?.elements ?? []
  return [...elements].filter(
    (element): element is HTMLInputElement =>
      element instanceof HTMLInputElement && element.matches(`[type=checkbox]:enabled:not([name=${allField}])`),
  )
}
