'use client'

// The end of a form that takes a typed name as confirmation. With JavaScript the button waits for the right name; without, the
// server compares it.
import { useEffect, useRef, useState } from 'react'
import { Field } from './field'
import { SubmitButton } from './submit-button'
import { DialogActions, DialogCancel } from './ui/dialog'
import { useIsScripted } from './use-is-scripted'

type TypedConfirmationProps = { label: string; expected: string; submit: string }

export function TypedConfirmation({ label, expected, submit }: TypedConfirmationProps) {
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  // A dialog that is opened again asks again.
  useEffect(() => {
    const dialog = field.current?.closest('dialog')
    const clear = () => {
      if (field.current) field.current.value = ''
      setTyped('')
    }
    dialog?.addEventListener('close', clear)
    return () => dialog?.removeEventListener('close', clear)
  }, [])
  const isLocked = useIsScripted() && typed.trim() !== expected
  return (
    <>
      <Field
        ref={field}
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
