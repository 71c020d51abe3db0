'use client'

// The form component. It owns the action's state, so that pages stay server components and forms work without
// JavaScript: React then posts the form, and the server renders the same messages and values into the page.
import { useActionState, useEffect, useLayoutEffect, useMemo, useRef, useState, type ComponentProps } from 'react'
import type { ActionState } from '@/lib/actions'
import { done, useDialogControl } from './dialog-context'
import { usePageFields } from './page-fields'
import { ConfirmPrompt, type Pressed } from './confirm-prompt'
import { Alert } from './ui/alert'
import { toast } from './ui/toast'
import { keepingTyped, offlineMessage } from './unanswered'
import { useIsScripted } from './use-is-scripted'
import { FormContext, idle } from '@/components/form-context'

type FormProps = Omit<ComponentProps<'form'>, 'action'> & {
  action: (state: ActionState, formData: FormData) => Promise<ActionState>
  /** Hidden fields by name, beside those of the page, which they may replace. */
  fields?: Readonly<Record<string, string>>
}

export function Form({ action, fields = {}, className = 'grid gap-5', children, ...props }: FormProps) {
  // The server's own action until a script runs, so that the form also works without one.
  const isScripted = useIsScripted()
  const answering = useMemo(() => (isScripted ? keepingTyped(action) : action), [isScripted, action])
  const [answer, submit] = useActionState(answering, idle)
  const [isOffline, setIsOffline] = useState(false)
  const state = useMemo(() => (isOffline ? offlineAfter(answer) : answer), [isOffline, answer])
  const form = useRef<HTMLFormElement>(null)
  const sent = useRef('')
  const pageFields = usePageFields()
  const dialog = useDialogControl()
  const control = useRef(dialog)
  useLayoutEffect(() => {
    control.current = dialog
  })
  const [pressed, setPressed] = useState<Pressed>(null)
  const asksConfirmation = state.code === 'reauth_required'
  // Before the effects, in which a question for a proof opens above the dialog.
  useLayoutEffect(() => {
    if (state.status === 'error') control.current?.onRefused()
  }, [state])
  useEffect(() => {
    if (state.status === 'error' && state.code !== 'reauth_required') focusProblem(form.current)
    // A dialog inside the form only asks for confirmation; the message is above it.
    if (state.status !== 'idle') for (const asked of askedIn(form.current)) asked.close()
    if (state.status !== 'success') return
    // An answer with values must stay visible; any other closes the dialog.
    if (!state.values && control.current) control.current.onDone()
    else if (!state.values) form.current?.closest('dialog')?.close(done)
    if (state.message) toast(state.message)
  }, [state])
  return (
    // noValidate, because the browser's bubbles show one problem at a time and disappear; ours stay below their fields.
    <form
      ref={form}
      action={submit}
      noValidate
      className={className}
      data-answered={state.status === 'idle' ? undefined : state.status}
      onSubmit={(event) => {
        setPressed(submitterOf(event.nativeEvent))
        setIsOffline(!navigator.onLine)
        sent.current = contentOf(event.currentTarget)
        // Not sent at all, so that React does not reset what was typed.
        if (!navigator.onLine) event.preventDefault()
        else dialog?.onSent(event.currentTarget)
      }}
      // React resets the form when its answer arrives. What was typed meanwhile stays.
      onReset={(event) => contentOf(event.currentTarget) !== sent.current && event.preventDefault()}
      {...props}
    >
      {Object.entries({ ...pageFields, ...fields, ...(dialog && { in_dialog: 'yes' }) }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {!asksConfirmation && <FormMessage state={state} isScripted={isScripted} />}
      <FormContext value={state}>
        {asksConfirmation && <ConfirmPrompt pressed={pressed} answer={state} />}
        {children}
      </FormContext>
    </form>
  )
}

/** What a person has typed, ticked and chosen. */
const contentOf = (form: HTMLFormElement): string =>
  Array.from(form.elements as HTMLCollectionOf<HTMLInputElement>, (field) =>
    field.closest('[type=hidden], [data-confirm-prompt]') ? '' : `${field.checked} ${field.value}`,
  ).join()

const askedIn = (form: HTMLFormElement | null) =>
  form?.querySelectorAll<HTMLDialogElement>('dialog:not([data-confirm-prompt])') ?? []

function submitterOf(event: Event): Pressed {
  const button = event instanceof SubmitEvent ? event.submitter : null
  return button instanceof HTMLButtonElement && button.name ? { name: button.name, value: button.value } : null
}

// With the values of the last answer: they decide which fields a form of several steps shows.
const offlineAfter = ({ values, errors }: ActionState): ActionState => ({
  status: 'error',
  message: offlineMessage,
  ...(values && { values }),
  ...(errors && { errors }),
})

function FormMessage({ state, isScripted }: { state: ActionState; isScripted: boolean }) {
  if (!state.message || state.status === 'idle') return null
  // Success is a toast; without JavaScript it is shown here.
  if (state.status === 'success') {
    return isScripted ? null : (
      <Alert tone="success" role="status">
        {state.message}
      </Alert>
    )
  }
  return (
    <Alert tone="danger" role="alert" tabIndex={-1}>
      {state.message}
      {state.code === 'unauthenticated' && isScripted && (
        <>
          {' '}
          <a
            href="/sign-in?callbackUrl=%2Faccount"
            target="_blank"
            className="font-medium underline underline-offset-4"
          >
            Sign in in a new tab
          </a>
          , then try again. Nothing you typed is lost.
        </>
      )}
    </Alert>
  )
}

// Focuses the first invalid field, or the message.
function focusProblem(form: HTMLFormElement | null) {
  const problem =
    form?.querySelector<HTMLElement>('[aria-invalid]') ?? form?.querySelector<HTMLElement>('[role="alert"]')
  problem?.focus()
}
