'use client'

// Asks for the password inside the form whose action answered reauth_required, so that it is sent with everything that
// was typed. A dialog with JavaScript; without, a field of the form with its own button.
import { useEffect, useRef } from 'react'
import { PasswordField } from './field'
import { SubmitButton } from './submit-button'
import { DialogActions, DialogCancel } from './ui/dialog'

/** The button that was pressed; its value is sent again. */
export type Pressed = { name: string; value: string } | null

type PasswordPromptProps = {
  /** The reason to show. */
  message: string | undefined
  pressed: Pressed
  /** The answer to the form; a new one opens the dialog again. */
  answer: object
}

export function PasswordPrompt({ message, pressed, answer }: PasswordPromptProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
    dialog.current?.querySelector<HTMLInputElement>('input[name=confirm_password]')?.focus()
  }, [answer])
  return (
    <dialog
      ref={dialog}
      data-password-prompt
      aria-labelledby="password-prompt-title"
      className="open:animate-enter bg-raised text-ink shadow-overlay backdrop:bg-overlay m-auto h-fit w-[calc(100%-2rem)] max-w-md rounded-xl border noscript:static noscript:m-0 noscript:block noscript:w-full noscript:max-w-none noscript:shadow-none"
    >
      <div className="grid gap-5 p-6">
        <header className="grid gap-1.5">
          <h2 id="password-prompt-title" className="text-base font-semibold tracking-tight">
            Confirm that it is you
          </h2>
          <p className="text-muted text-sm text-pretty">
            {message} Nothing that you typed is lost.
            <span className="hidden noscript:inline"> Enter it here, then press the button of the form again.</span>
          </p>
        </header>
        <PasswordField name="confirm_password" label="Password" autoComplete="current-password" />
        <DialogActions className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end noscript:hidden">
          <DialogCancel />
          <SubmitButton {...(pressed ?? {})}>Confirm</SubmitButton>
        </DialogActions>
      </div>
    </dialog>
  )
}
