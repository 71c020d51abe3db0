'use client'

// A submit button that first asks the browser for a passkey and puts the answer into a hidden field of its form.
import { useRef, useState, type ComponentProps, type MouseEvent } from 'react'
import type { PasskeyPurpose } from './passkey-request'
import { SubmitButton } from './submit-button'

type PasskeyButtonProps = Omit<ComponentProps<typeof SubmitButton>, 'onClick'> & {
  purpose: PasskeyPurpose
  /** The name of the hidden field. */
  field: string
}

export function PasskeyButton({ purpose, field, children, ...props }: PasskeyButtonProps) {
  const hidden = useRef<HTMLInputElement>(null)
  const [isAsking, setIsAsking] = useState(false)
  const [problem, setProblem] = useState<string>()

  async function ask(event: MouseEvent<HTMLButtonElement>) {
    event.preventDefault()
    if (isAsking) return
    const button = event.currentTarget
    setIsAsking(true)
    setProblem(undefined)
    const { requestPasskey, wordsOf } = await import('./passkey-request')
    try {
      submitWith(hidden.current!, await requestPasskey(purpose), button)
    } catch (error) {
      setProblem(wordsOf(error))
    } finally {
      setIsAsking(false)
    }
  }

  return (
    <div className="grid gap-2 noscript:hidden">
      <input ref={hidden} type="hidden" name={field} defaultValue="" />
      <SubmitButton {...props} aria-busy={isAsking || undefined} onClick={ask}>
        {children}
      </SubmitButton>
      {problem && (
        <p role="alert" className="text-danger-text text-[0.8125rem] font-medium">
          {problem}
        </p>
      )}
    </div>
  )
}

/** Sends the form with the answer, which works once: the field is empty again afterwards. */
export function submitWith(field: HTMLInputElement, answer: string, button: HTMLButtonElement | null): void {
  field.value = answer
  field.form?.requestSubmit(button)
  field.value = ''
}
