'use client'

// A submit button that first asks the browser for a passkey and puts the answer into a hidden field of its form.
import { useEffect, useRef, useState, type ComponentProps, type MouseEvent } from 'react'
import type { PasskeyPurpose } from './passkey-request'
import { SubmitButton } from './submit-button'

type PasskeyButtonProps = Omit<ComponentProps<typeof SubmitButton>, 'onClick'> & {
  purpose: PasskeyPurpose
  /** The name of the hidden field. */
  field: string
  /** Also offers passkeys in the field for the address, where the browser can (conditional mediation). */
  isOffered?: boolean
}

export function PasskeyButton({ purpose, field, isOffered = false, children, ...props }: PasskeyButtonProps) {
  const hidden = useRef<HTMLInputElement>(null)
  const [isAsking, setIsAsking] = useState(false)
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    if (!isOffered) return
    let isGone = false
    void offerPasskeys(purpose).then((answer) => {
      if (answer && !isGone) submitWith(hidden.current!, answer, null)
    })
    return () => void (isGone = true)
  }, [isOffered, purpose])

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

// Null if the browser cannot, or if the person chose another way meanwhile.
async function offerPasskeys(purpose: PasskeyPurpose): Promise<string | null> {
  if (!(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return null
  const { requestPasskey } = await import('./passkey-request')
  return requestPasskey(purpose, true).catch(() => null)
}

// Sends the form with the answer, which works once: the field is empty again afterwards.
function submitWith(field: HTMLInputElement, answer: string, button: HTMLButtonElement | null): void {
  field.value = answer
  field.form?.requestSubmit(button)
  field.value = ''
}
