'use client'

// The selected members in words: how many, and the first few names. Without a script the text is general.
import { useSyncExternalStore } from 'react'

const none = ''

/** The names of a form's ticked boxes. The snapshot is text, because equal text is equal for useSyncExternalStore. */
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
  // When the event fires, a script has not ticked the other boxes yet, and a reset form still has its values.
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
