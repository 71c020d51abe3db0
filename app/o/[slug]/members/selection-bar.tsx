'use client'

// The actions for the selected members. CSS shows the bar when the first box is ticked. It is below the list, so that the boxes
// do not move.
import Form from 'next/form'
import { useSyncExternalStore } from 'react'
import { boxesOf } from '@/components/row-selection'
import { selectionForm } from '@/components/selection-field'
import { Button } from '@/components/ui/button'

/** `path`: the page of the members. Each button opens the page of its action for them. */
export function SelectionBar({ path }: { path: string }) {
  return (
    <Form
      id={selectionForm}
      action={`${path}/selected/role`}
      scroll={false}
      prefetch={false}
      aria-label="Selected members"
      className="selection-bar"
    >
      <span className="me-auto flex items-center gap-1 font-medium max-sm:w-full">
        <Count />
        <Button type="reset" variant="ghost" size="sm" className="max-sm:ms-auto">
          Clear
        </Button>
      </span>
      <Button type="submit" variant="secondary">
        Change roles
      </Button>
      <Button type="submit" variant="quiet-danger" formAction={`${path}/selected/remove`}>
        Remove selected
      </Button>
    </Form>
  )
}

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

const countTicked = () => boxesOf(selectionForm).filter(({ checked }) => checked).length

// Without a script the text is general.
function Count() {
  // A new function each time, so that React counts again when a filter has changed the rows.
  const count = useSyncExternalStore(
    subscribe,
    () => countTicked(),
    () => 0,
  )
  return (
    <span aria-live="polite">
      {count === 0 ? 'Selected members' : `${count} ${count === 1 ? 'member' : 'members'} selected`}
    </span>
  )
}
