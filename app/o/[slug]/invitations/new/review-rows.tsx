'use client'

import { useEffect, useRef, useState } from 'react'
import { SubmitButton } from '@/components/submit-button'
import { Badge } from '@/components/ui/badge'
import type { Holder } from '@/lib/permissions/roles'
import { InviteRow, rowGrid } from './invite-row'
import { countStates, indexesOf } from './row-results'

const whyNotId = 'roles-out-of-reach'

type Values = Record<string, string>

export type StepProps = {
  holder: Holder
  /** Why some roles cannot be chosen. */
  whyNot: string | undefined
  max: number
}

/** The rows with the result of their check. Nothing has been sent yet. */
export function ReviewRows({ holder, whyNot, max, path, values }: StepProps & { path: string; values: Values }) {
  const indexes = indexesOf(values)
  const { list, noteLeftOut } = useFocusAfterLeavingOut(values)
  const { edited, note } = useEdited(values)
  const counts = countStates(values)
  return (
    <>
      {/* Enter in a field presses the first button of a form, which would leave out a row. */}
      <button type="submit" name="intent" value="check" className="sr-only" tabIndex={-1} aria-hidden>
        Check again
      </button>
      <Summary {...counts} />
      <div>
        <div aria-hidden className={`text-muted hidden gap-x-3 pb-1.5 text-xs font-medium sm:grid ${rowGrid}`}>
          <span>Email</span>
          <span>Role</span>
          <span>Status</span>
        </div>
        <ul
          ref={list}
          aria-label="People to invite"
          className="grid gap-3 sm:gap-0 sm:divide-y sm:border-y"
          onChange={note}
          onClick={noteLeftOut}
        >
          {indexes.map((index, at) => (
            // The key changes with the row, so that the fields of a corrected row start with the values from the server.
            <InviteRow
              key={`${index} ${values[`email.${index}`]}`}
              index={index}
              number={at + 1}
              holder={holder}
              whyNot={whyNot && whyNotId}
              isEdited={edited.has(index)}
            />
          ))}
        </ul>
      </div>
      {indexes.length < max ? (
        <SubmitButton name="intent" value="add" variant="secondary" size="sm">
          Add a row
        </SubmitButton>
      ) : (
        <p className="text-muted text-[0.8125rem]">Up to {max} rows at once. Send these, then start another list.</p>
      )}
      {whyNot && (
        <p id={whyNotId} className="text-muted text-[0.8125rem] text-pretty">
          {whyNot}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <SubmitButton name="intent" value="send">
          {/* The number is known only as long as nothing has changed since the check. */}
          {counts.ready > 0 && counts.unchecked + edited.size === 0 ? sendLabel(counts.ready) : 'Send invitations'}
        </SubmitButton>
        <SubmitButton name="intent" value="check" variant="secondary">
          Check again
        </SubmitButton>
        <a
          href={path}
          className="text-muted hover:bg-hover hover:text-ink inline-flex h-11 items-center rounded-md px-3.5 font-medium sm:h-9"
        >
          Start over
        </a>
      </div>
    </>
  )
}

const sendLabel = (count: number): string => `Send ${count} ${count === 1 ? 'invitation' : 'invitations'}`

function Summary({ ready, skip, fix }: ReturnType<typeof countStates>) {
  return (
    <div className="grid gap-1.5">
      <p role="status" className="flex flex-wrap gap-1.5">
        {ready > 0 && <Badge tone="success">{ready} ready</Badge>} {skip > 0 && <Badge>{skip} skipped</Badge>}{' '}
        {fix > 0 && <Badge tone="danger">{fix} to fix</Badge>}
      </p>
      {fix > 0 && (
        <p className="text-muted text-[0.8125rem] text-pretty">
          Correct the rows in red or leave them out.
          {ready > 0 && ' You can also send the others now and correct these afterwards.'}
        </p>
      )}
    </div>
  )
}

/** The indexes of rows that were changed since the last check, whose result is no longer true. */
function useEdited(values: Values) {
  const [edited, setEdited] = useState({ since: values, indexes: new Set<string>() })
  const indexes = edited.since === values ? edited.indexes : new Set<string>()
  const note = ({ target }: { target: EventTarget }) => {
    const { index } = (target as Element).closest('li')!.dataset
    setEdited({ since: values, indexes: new Set(indexes).add(index!) })
  }
  return { edited: indexes, note }
}

/** Moves the focus to the row that takes the place of the one that was left out, because its button is gone. */
function useFocusAfterLeavingOut(values: Values) {
  const list = useRef<HTMLUListElement>(null)
  const leftOut = useRef<number>(undefined)
  useEffect(() => {
    if (leftOut.current === undefined) return
    const buttons = list.current?.querySelectorAll<HTMLElement>('li > button') ?? []
    const next = buttons[Math.min(leftOut.current, buttons.length - 1)]
    leftOut.current = undefined
    // After the form has focused the first invalid field.
    setTimeout(() => next?.focus())
  }, [values])
  const noteLeftOut = ({ target }: { target: EventTarget }) => {
    const row = (target as Element).closest('button')?.parentElement
    leftOut.current = row ? [...list.current!.children].indexOf(row) : undefined
  }
  return { list, noteLeftOut }
}
