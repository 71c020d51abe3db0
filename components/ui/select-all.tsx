'use client'

// A checkbox that selects all checkboxes of a form with `data-select`. With JavaScript it sets them and follows them;
// without, it is submitted itself, so its value must be meaningful.
import { useEffect, useRef, type ComponentProps } from 'react'
import { Checkbox } from './checkbox'

type SelectAllProps = Omit<ComponentProps<typeof Checkbox>, 'form'> & { form: string }

export function SelectAll({ form, ...props }: SelectAllProps) {
  const box = useRef<HTMLInputElement>(null)
  const others = () => {
    const elements = (document.getElementById(form) as HTMLFormElement | null)?.elements ?? []
    return [...elements].filter(
      (element): element is HTMLInputElement =>
        element instanceof HTMLInputElement && element.matches('[data-select]:enabled') && element !== box.current,
    )
  }
  // Runs after every render, because another page of the list has other boxes.
  useEffect(() => {
    const follow = () => {
      if (!box.current) return
      const ticked = others().map(({ checked }) => checked)
      box.current.checked = ticked.length > 0 && !ticked.includes(false)
      box.current.indeterminate = ticked.includes(true) && ticked.includes(false)
    }
    const followReset = () => setTimeout(follow)
    follow()
    document.addEventListener('change', follow)
    document.addEventListener('reset', followReset)
    return () => {
      document.removeEventListener('change', follow)
      document.removeEventListener('reset', followReset)
    }
  })
  return (
    <Checkbox
      ref={box}
      form={form}
      data-select="all"
      onChange={({ currentTarget }) => {
        for (const other of others()) other.checked = currentTarget.checked
      }}
      {...props}
    />
  )
}
