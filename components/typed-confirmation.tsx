'use client'

// The end of a form that takes a typed name as confirmation. With JavaScript the button waits for the right name; without, the
// server compares it.
import { useState } from 'react'
import { Field } from './field'
import { SubmitButton } from './submit-button'
import { DialogActions, DialogCancel } from './ui/dialog'
import { useIsScripted } from './use-is-scripted'

type TypedConfirmationProps = { label: string; expected: string; submit: string }

export function TypedConfirmation({ label, expected, submit }: TypedConfirmationProps) {
  const [typed, setTyped] = useState('')
  const isLocked = useIsScripted() && typed.trim() !== expected
  return (
    <>
      <Field
        name="name"
        label={label}
        autoComplete="off"
        spellCheck={false}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <DialogActions>
        <DialogCancel />
        <SubmitButton variant="danger" disabled={isLocked}>
          {submit}
        </SubmitButton>
      </DialogActions>
    </>
  )
}
