'use client'

// Who is ticked, in words: how many, and the first few by name. Without a script the words that stand there are enough.
import { useSyncExternalStore } from 'react'

const none = ''

/** The names of the ticked boxes of a form, one a line: text, so that the same names are the same value. */
function useTicked(form: string): string[] {
  const read = () => {
    const elements = (document.getElementById(form) as HTMLFormElement | null)?.elements ?? []
    return [...elements]
      .filter(isTicked)
      .map(({ value }) => value.replaceAll('\n', ' '))
      .join('\n')
  }
  const names = useSyncExternalStore(subscribe, read, () => none)
  return names === none ? [] : names.split('\n')
}

const isTicked = (element: Element): element is HTMLInputElement =>
  element instanceof HTMLInputElement && element.checked && element.matches('[data-select]:not([data-select=all])')

function subscribe(notify: () => void): () => void {
  // A box that is ticked for another by a script, and a form that is cleared, have not changed yet when they say so.
  const later = () => setTimeout(notify)
  document.addEventListener('change', later)
  document.addEventListener('reset', later)
  return () => {
    document.removeEventListener('change', later)
    document.removeEventListener('reset', later)
  }
}

export function SelectedCount({ form }: { form: string }) {
  const { length } = useTicked(form)
  return (
    <span aria-live="polite">
      {length === 0 ? 'Selected members' : `${length} ${length === 1 ? 'member' : 'members'} selected`}
    </span>
  )
}

const mostNamed = 3
const words = new Intl.ListFormat('en')

export function SelectedNames({ form }: { form: string }) {
  const names = useTicked(form)
  if (names.length === 0) return <>the selected members</>
  if (names.length <= mostNamed) return <>{words.format(names)}</>
  const few = words.format([...names.slice(0, mostNamed), `${names.length - mostNamed} more`])
  return (
    <>
      {names.length} members: {few}
    </>
  )
}
