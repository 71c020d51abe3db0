'use client'

// Asks for a proof of the person inside the form whose action answered reauth_required, so that it is sent with everything
// that was typed. A dialog with JavaScript; without, fields of the form with its own button.
import { useEffect, useRef, type ReactNode, type RefObject } from 'react'
import type { ActionState } from '@/lib/actions'
import { Field, PasswordField } from './field'
import { useFormContext } from './form-context'
import { confirmedChannel } from './confirmed-channel'
import { PasskeyButton } from './passkey-button'
import { SubmitButton } from './submit-button'
import { buttonVariants } from './ui/button'
import { DialogActions, DialogCancel } from './ui/dialog'

/** The button that was pressed; its value is sent again. */
export type Pressed = { name: string; value: string } | null

type ConfirmPromptProps = {
  pressed: Pressed
  /** The answer to the form; a new one opens the dialog again. */
  answer: ActionState
}

export function ConfirmPrompt({ pressed, answer }: ConfirmPromptProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const ways = answer.confirmations ?? []
  useConfirmedElsewhere(dialog, pressed)
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
    dialog.current?.querySelector<HTMLInputElement>('input:not([type=hidden])')?.focus()
  }, [answer])
  const isTyped = ways.includes('password') || ways.includes('totp')
  return (
    <dialog
      ref={dialog}
      data-confirm-prompt
      aria-labelledby="confirm-prompt-title"
      className="open:animate-enter bg-raised text-ink shadow-overlay backdrop:bg-overlay m-auto h-fit w-[calc(100%-2rem)] max-w-md rounded-xl border noscript:static noscript:m-0 noscript:block noscript:w-full noscript:max-w-none noscript:shadow-none"
    >
      <div className="grid gap-5 p-6">
        <header className="grid gap-1.5">
          <h2 id="confirm-prompt-title" className="text-base font-semibold tracking-tight">
            Confirm that it is you
          </h2>
          <p className="text-muted text-sm text-pretty">
            {reasonOf(answer)} Nothing you typed is lost.
            <span className="hidden noscript:inline"> Enter it here, then press the button of the form again.</span>
          </p>
        </header>
        <Proofs ways={ways} pressed={pressed} />
        <DialogActions className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end noscript:hidden">
          <DialogCancel />
          {isTyped && <SubmitButton {...(pressed ?? {})}>Confirm</SubmitButton>}
        </DialogActions>
      </div>
    </dialog>
  )
}

function reasonOf({ message, confirmations = [] }: ActionState): string {
  if (confirmations.length === 0) return 'Sign out and in again, then repeat this.'
  if (confirmations.every((way) => way === 'connection')) return 'You signed in a while ago.'
  return confirmations.includes('password') ? `${message} Enter your password.` : (message ?? '')
}

type ProofsProps = { ways: NonNullable<ActionState['confirmations']>; pressed: Pressed }

function Proofs({ ways, pressed }: ProofsProps) {
  return (
    <>
      {ways.includes('password') && (
        <PasswordField name="confirm_password" label="Password" autoComplete="current-password" />
      )}
      {ways.includes('totp') && <CodeField name="confirm_code" />}
      {ways.includes('passkey') && !ways.includes('password') && (
        <PasskeyButton purpose="confirm" field="confirm_passkey" variant="secondary" block {...(pressed ?? {})}>
          Use a passkey
        </PasskeyButton>
      )}
      {(ways.includes('totp') || ways.includes('passkey')) && (
        <RecoveryDetails name="confirm_recovery_code">
          {!ways.includes('totp') && <SubmitButton {...(pressed ?? {})}>Confirm</SubmitButton>}
        </RecoveryDetails>
      )}
      {ways.includes('connection') && (
        <a
          href="/account/confirm"
          target="_blank"
          className={buttonVariants({ variant: ways.includes('password') ? 'secondary' : 'primary', block: true })}
        >
          Use a connected account
        </a>
      )}
    </>
  )
}

// The confirmation with a connected account happens in another tab, which says here when it is done (confirmed-here.tsx).
function useConfirmedElsewhere(dialog: RefObject<HTMLDialogElement | null>, pressed: Pressed): void {
  useEffect(() => {
    const channel = new BroadcastChannel(confirmedChannel)
    channel.onmessage = () => {
      const form = dialog.current?.closest('form')
      const button = [...(form?.querySelectorAll('button') ?? [])].find(
        ({ name, value }) => name === pressed?.name && value === pressed.value,
      )
      form?.requestSubmit(button)
    }
    return () => channel.close()
  }, [dialog, pressed])
}

/** For the code of an authenticator app. */
export const CodeField = ({ name, autoFocus }: { name: string; autoFocus?: boolean }) => (
  <Field
    name={name}
    label="Code"
    inputMode="numeric"
    autoComplete="one-time-code"
    spellCheck={false}
    autoFocus={autoFocus}
    hint="The six digits that your authenticator app shows."
  />
)

/** The field for a recovery code, closed until it is needed. It stays open with an error, which it would hide otherwise. */
export function RecoveryDetails({ name, children }: { name: string; children: ReactNode }) {
  const { errors } = useFormContext()
  return (
    <details open={errors?.[name] !== undefined}>
      <summary className="text-muted hover:text-ink rounded-sm py-1 text-[0.8125rem] font-medium">
        Use a recovery code
      </summary>
      <div className="grid gap-5 pt-4">
        <Field
          name={name}
          label="Recovery code"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint="One of the ten that you were shown. Each works once."
        />
        {children}
      </div>
    </details>
  )
}
